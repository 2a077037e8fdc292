import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefersPage, responseMediaType } from '../../src/http/media-type.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('the media type of a response', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['APPLICATION/JSON; Charset="UTF-8"', JSON_TYPE],
    ['application/json, application/graphql-response+json', JSON_TYPE],
    ['application/graphql-response+json;q=0.5, application/json', JSON_TYPE],
    ['application/graphql-response+json;q=0, */*', JSON_TYPE],
    [BROWSER, JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json; charset=utf-8', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
    ['application/json;q=0.9, application/graphql-response+json', GRAPHQL_TYPE],
    ['application/json;q=0.1, application/*', GRAPHQL_TYPE],
    ['application/json;q=0, */*;q=0.1', GRAPHQL_TYPE],
    ['multipart/mixed;deferSpec=20220824, application/graphql-response+json', GRAPHQL_TYPE],
    ['text/html', undefined],
    ['application/graphql-response+json;q=0', undefined],
    ['application/json; charset=iso-8859-1', undefined],
    ['application/graphql+json', undefined],
    ['nonsense', undefined],
  ])('for Accept: %s is %s', (accept, type) => {
    expect(responseMediaType(accept)).toBe(type);
  });

  it('is one of the two or none, whatever the header says', () => {
    const part = fc.constantFrom(
      'application',
      'json',
      'graphql-response+json',
      '/',
      '*',
      ';',
      ',',
      'q',
      '=',
      '0',
      '"',
      '\\',
      ' ',
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(header, (accept) => {
        expect([JSON_TYPE, GRAPHQL_TYPE, undefined]).toContain(responseMediaType(accept));
        expect(typeof prefersPage(accept)).toBe('boolean');
      }),
    );
  });
});

describe('a page instead of a response', () => {
  it.each([
    ['text/html', true],
    [BROWSER, true],
    [undefined, false],
    ['*/*', false],
    ['application/json, text/html', false],
    ['text/html;q=0.5, application/graphql-response+json', false],
  ])('is preferred by Accept: %s: %s', (accept, expected) => {
    expect(prefersPage(accept)).toBe(expected);
  });
});
