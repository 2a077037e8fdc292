import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseUrl, urlOf } from '../../src/config/parse-url.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Different letters: a host of one letter is parsed quickly, however long it is. */
const letters = (length: number) =>
  Array.from({ length }, (_, index) => String.fromCharCode(0x4e00 + ((index * 7_919) % 20_000))).join('');

describe('a URL', () => {
  it.each([
    'https://example.com/a.mp3',
    'http://user:password@example.com:8080/a b?x=1#y',
    'https://[::1]:80/',
    'HTTPS:\\\\EXAMPLE.COM',
    `https://${letters(60)}.example`,
    `https://storage.example/${letters(2_000)}?signature=${'a'.repeat(4_000)}`,
    `https://${'a'.repeat(2_000)}@example.com/`,
  ])('is parsed as the platform parses it: %.60s', (text) => {
    expect(parseUrl(text)?.href).toBe(new URL(text).href);
    expect(urlOf(text).href).toBe(new URL(text).href);
  });

  it('may refer to another one', () => {
    const base = new URL('https://example.com/rest/?a=1');
    expect(parseUrl('/other', base)?.href).toBe('https://example.com/other');
    expect(parseUrl('//other.example/rest/', base)?.href).toBe('https://other.example/rest/');
    expect(parseUrl('/other')).toBeUndefined();
  });

  it.each(['', 'example.com', 'https://', 'https://a b/', 'https://[::1/'])(
    'that is not valid is none: %j',
    (text) => {
      expect(parseUrl(text)).toBeUndefined();
      expect(() => urlOf(text)).toThrow(/^The URL is not valid\.$/);
    },
  );

  it('that is too long never reaches the parser, which takes quadratic time for its host', () => {
    const canParse = vi.spyOn(URL, 'canParse');
    const spaces = fc.constantFrom('', ' ', '\t', '\n', '\0 \r');
    const noise = fc.constantFrom('', '\t', '\r\n', '\n\t');
    const slashes = fc.constantFrom('//', '\\\\', '/', '', '////', '/\t/', '\\/\n');
    const scheme = fc.constantFrom('https', 'HTTP', 'ht\ttp', 'wss', 'ftp');
    const user = fc.constantFrom('', 'user@', 'user:password@', '@@', 'a\t@');
    const host = fc.integer({ min: 261, max: 7_000 }).map(letters);
    const rest = fc.constantFrom('', '/', '\\a', '?a', '#a', ':443/', '/@a', '?a@b');
    const url = fc
      .tuple(spaces, scheme, noise, fc.constant(':'), slashes, user, noise, host, noise, rest)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(url, (text) => {
        expect(parseUrl(text)).toBeUndefined();
        expect(parseUrl(text, new URL('https://example.com/'))).toBeUndefined();
      }),
    );
    const relative = fc.tuple(spaces, fc.constantFrom('//', '/\t\\', '\\\\'), user, host, rest);
    fc.assert(
      fc.property(relative, (parts) => {
        expect(parseUrl(parts.join(''), new URL('https://example.com/'))).toBeUndefined();
      }),
    );
    expect(parseUrl(`https://example.com/${'a'.repeat(8_192)}`)).toBeUndefined();
    expect(parseUrl(`https://${letters(60_000)}/`)).toBeUndefined();
    expect(canParse).not.toHaveBeenCalled();
  });
});
