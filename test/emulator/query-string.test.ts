import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPortal } from '../../src/emulator/portal.ts';
import { parseQueryString } from '../../src/emulator/php/query-string.ts';
import { fromJson, toPlainObject } from '../../src/emulator/php/value.ts';
import { virtualClock } from './support/virtual-clock.ts';
import { anyText } from '../support/any-text.ts';

const decode = (text: string) => toPlainObject(parseQueryString(text));

describe("PHP's parse_str", () => {
  it.each([
    ['', {}],
    ['a=1&b=&c', { a: '1', b: '', c: '' }],
    ['a=1&a=2', { a: '2' }],
    ['a+b=c+d&%C3%A9=%e2%82%ac', { a_b: 'c d', é: '€' }],
    ['a=b=c', { a: 'b=c' }],
    ['=x&&a=1&', { a: '1' }],
    [' a=1&a.b=2&a b.c=3', { a: '1', a_b: '2', a_b_c: '3' }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[5]=1&a[]=2', { a: { 5: '1', 6: '2' } }],
    ['a[x][y]=1&a[x][z]=2', { a: { x: { y: '1', z: '2' } } }],
    ['a[x.y z]=1', { a: { 'x.y z': '1' } }],
    ['a%5Bx%5D=1', { a: { x: '1' } }],
    ['a[b=1', { a_b: '1' }],
    ['a[b]c=1', { a: { b: '1' } }],
    ['a[b]c[d]=1', { a: { b: '1' } }],
    ['a[b][c=1', { a: { b: '1' } }],
    ['[a]=1', {}],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=1&a=2', { a: '2' }],
    ['a[ ]=1', { a: ['1'] }],
    ['a%00b=1', { a: '1' }],
    ['a=%zz%4&b=%', { a: '%zz%4', b: '%' }],
    ['a=%ff', { a: '\ufffd' }],
    ['__proto__=1&a[__proto__]=2', { ['__proto__']: '1', a: { ['__proto__']: '2' } }],
  ])('%s', (text, expected) => {
    expect(decode(text)).toStrictEqual(expected);
  });

  it('stops at 1000 variables and ignores names nested deeper than 64', () => {
    const many = Array.from({ length: 1001 }, (_, index) => `v${index}=1`).join('&');
    expect(Object.keys(decode(many))).toHaveLength(1000);
    expect(decode(`a${'[x]'.repeat(64)}=1&b=2`)).toStrictEqual({ b: '2' });
  });

  it('reads back what http_build_query writes', () => {
    const text = anyText();
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,9}$/);
    const tree: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
        fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (params) => {
        const query = buildQuery(params);
        expect(parseQueryString(query)).toStrictEqual(fromJson(JSON.parse(JSON.stringify(params))));
      }),
    );
  });
});

describe('a batch', () => {
  it('delivers every encoded value unchanged, unless it looks like a reference', async () => {
    const value = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/\$(result|next|total|time|error)/i.test(text));
    await fc.assert(
      fc.asyncProperty(value, async (TITLE) => {
        const clock = virtualClock();
        const portal = createPortal({ clock, random: () => 0 });
        const cmd = {
          a: `voximplant.sip.add?${buildQuery({ TYPE: 'office', SERVER: 's', LOGIN: 'l', TITLE })}`,
        };
        await portal.handle({
          method: 'POST',
          path: '/rest/1/emulatorwebhook1/batch',
          query: '',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ cmd }),
          remoteAddress: '127.0.0.1',
        });
        expect(portal.journal.entries('voximplant.sip.add')[0]?.params['TITLE']).toBe(TITLE);
      }),
    );
  });
});

function buildQuery(params: Record<string, unknown>): string {
  const pairs = (name: string, value: unknown): string[] =>
    typeof value === 'string'
      ? [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
      : Object.entries(value as object).flatMap(([key, child]) => pairs(`${name}[${key}]`, child));
  return Object.entries(params)
    .flatMap(([key, value]) => pairs(key, value))
    .join('&');
}
