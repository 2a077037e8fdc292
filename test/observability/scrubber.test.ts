import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { layersOf } from '../../src/observability/escapes.ts';
import { createScrubber, MASK } from '../../src/observability/scrubber.ts';
import { anySecret, encodedWith, levels, manyLevels, plainSecret } from '../support/escaped-texts.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { anyText } from '../support/any-text.ts';

const scrub = (text: string, ...secrets: readonly string[]) =>
  createScrubber(secrets.map((secret) => new Secret(secret))).scrub(text);

const SECRET = 'Sentinel-4711';

const place = fc.string({ unit: fc.constantFrom(...Array.from('ABC ,:.()[]')) });

function expectMasked(secret: string, text: string, before: string, after: string): void {
  const clean = scrub(`${before}${text}${after}`, secret);
  expect(clean).toContain(MASK);
  expect(clean).not.toContain(text);
}

describe('a known secret', () => {
  it('is masked in any text, whichever escapes are around it, even if it looks escaped itself', () => {
    fc.assert(
      fc.property(anySecret, levels(3), place, place, (secret, by, before, after) => {
        expectMasked(secret, encodedWith(secret, by), before, after);
      }),
      { numRuns: scaledRuns(30) },
    );
  });

  it('is masked however deep it is escaped', () => {
    fc.assert(
      fc.property(anySecret, manyLevels(12), place, (secret, by, around) => {
        expectMasked(secret, encodedWith(secret, by), around, around);
      }),
      { numRuns: scaledRuns(13) },
    );
  });

  it('is masked, and nothing else', () => {
    fc.assert(
      fc.property(plainSecret, levels(2), place, place, (secret, by, before, after) => {
        const text = `${before}${encodedWith(secret, by)}${after}`;
        expect(scrub(text, secret)).toBe(`${before}${MASK}${after}`);
      }),
      { numRuns: scaledRuns(25) },
    );
  });

  it('is masked in Base64, wherever it is in what was encoded', () => {
    const bytes = fc.uint8Array({ maxLength: 10 });
    const format = fc.constantFrom('base64', 'base64url');
    fc.assert(
      fc.property(anySecret, bytes, bytes, format, levels(1), (secret, before, after, form, by) => {
        const encoded = Buffer.concat([before, Buffer.from(secret), after]).toString(form);
        const clean = scrub(`Basic: ${encodedWith(encoded, by)}`, secret);
        expect(clean).toContain(MASK);
        // One character on each side may be left, with bits of the first and last byte.
        expect(clean.length).toBeLessThan(encodedWith(encoded, by).length + MASK.length);
      }),
      { numRuns: scaledRuns(25) },
    );
  });

  it.each([
    ['in another case', 'HunterSecret', 'hUNTERsECRET'],
    ['in capitals beyond ASCII', 'пароль-ёлка', 'ПАРОЛЬ-ЁЛКА'],
    ['trimmed', '  hunter22  ', 'hunter22'],
    ['with white space folded', 'my  secret\tpass', 'my secret pass'],
    ['as a form', 'my secret pass', 'my+secret+pass'],
    ['with every letter percent-encoded', 'Token', '%54%6F%6b%65%6E'],
    ['in capital and small digits', 'a/b?c=d', 'a%2Fb%3fc%3D%64'],
    ['in JSON', 'a"b\\c/d', String.raw`a\"b\\c\/d`],
    ['in ASCII JSON', 'Token', String.raw`\u0054\u006F\u006b\u0065n`],
    ['as PHP writes JSON', 'pass-é😀', String.raw`pass-\u00e9\ud83d\ude00`],
    ['in JSON within JSON', 'a"bcd', String.raw`a\\\"bcd`],
    ['in HTML', `a<b&c'd"`, 'a&lt;b&amp;c&#039;d&quot;'],
    ['in HTML twice', 'a&bcd', 'a&amp;amp;bcd'],
    ['in HTML without semicolons', 'ab<cd', 'ab&ltcd'],
    ['with letters as references', 'Token', '&#84;&#x6F;&#X06b;&#101n'],
    ['in a URL within HTML', 'a&b=c', 'a%26amp%3Bb%3Dc'],
    ['as a legacy escape', 'Tokén', '%u0054ok%u00E9n'],
    ['broken up by what nobody sees', 'Token', 'To\u200b\u00adk\u0000\ufeffen'],
    ['broken up by what nobody sees, escaped', 'Token', String.raw`To&#8203;k\u0000en`],
    ['as part of a word', 'Token', 'MyToken'],
    ['of blanks and signs', '+ + + +', '+ + + +'],
    ['of backslashes', '\\\\\\\\', '\\\\\\\\'],
  ])('is masked %s', (_name, secret, quoted) => {
    const clean = scrub(`It is ${quoted}.`, secret);
    expect(clean).toContain(MASK);
    expect(clean.length).toBeLessThan(`It is ${MASK}.`.length + 3);
  });

  it('is masked if only its beginning is in what is wanted of a text', () => {
    const scrubber = createScrubber([new Secret('sentinel-4711')]);
    const text = `It is %73%65%6E%74inel-4711, which is wrong`;
    for (let length = 0; length <= text.length; length += 1) {
      const clean = scrubber.scrub(text, length);
      expect(clean).toBe(length <= 6 ? text.slice(0, length) : `It is ${MASK}${text.slice(27, length)}`);
    }
  });

  it('that is too short to be masked is noticed', () => {
    const { scrub: mask, quotesShort } = createScrubber([
      new Secret('x7'),
      new Secret(' q% '),
      new Secret(''),
    ]);
    for (const text of ['is X7!', 'is %787!', 'is &#120;7', 'q%', 'q%25']) {
      expect([mask(text), quotesShort(layersOf(text))]).toEqual([text, true]);
    }
    expect(quotesShort(layersOf('is x 7'))).toBe(false);
  });

  it('of a few characters is noticed on its own, but not within words', () => {
    const quotes = (secret: string, text: string) =>
      createScrubber([new Secret(secret)]).quotesShort(layersOf(text));
    for (const text of ['Invalid password', 'd2', '2d', 'идеd', 'Access denied']) {
      expect([text, quotes('d', text)]).toEqual([text, false]);
    }
    for (const text of [
      'd',
      'is D.',
      '"d"',
      'PASSWORD=d&',
      'is<b>d</b>',
      'is%20d%20',
      'dd d',
      '密码d错误',
      'is&nbsp;&#100;;',
    ])
      expect([text, quotes('d', text)]).toEqual([text, true]);
    expect(quotes('!', 'Access denied!')).toBe(false);
    expect(quotes('!', 'It is "!"')).toBe(true);
  });
});

describe('a text without secrets', () => {
  it('stays as it is', () => {
    const harmless = anyText({ maxLength: 200 }).filter((text) => !/[/:="]|rest|bitrix/i.test(text));
    fc.assert(
      fc.property(harmless, fc.stringMatching(/^[Q-Z]{8,30}$/), (text, secret) => {
        fc.pre(!text.toUpperCase().includes(secret));
        expect(scrub(text, secret)).toBe(text);
      }),
      { numRuns: scaledRuns(30) },
    );
  });

  it.each([
    'voximplant.sip.update?AUTH_USER=anna&OUTBOUND_PROXY=a',
    'Parameter USER_ID is not set',
    'A line with this title already exists: a=b',
    '100 % of 50 %25, R&D &amp; C:\\new\\u',
    'https://portal.example/settings?line=5#top',
    'https://portal.example:8080/a@b',
    'sip:anna@provider.example',
    'Basic authentication is not supported',
    'at listen (node:internal/net:1908:16)',
  ])('stays as it is: %s', (text) => {
    expect(scrub(text, 'sentinel-4711')).toBe(text);
  });
});

describe('without knowing the secret, by what it looks like', () => {
  it.each([
    [`https://p.example/rest/voximplant.sip.add?auth=${SECRET}&TITLE=a`, 'TITLE=a'],
    [`voximplant.sip.add?TITLE=a&PASSWORD=${SECRET}&LOGIN=b`, 'LOGIN=b'],
    [`voximplant.sip.update?FIELDS%5BPASSWORD%5D=${SECRET}&A=1`, 'A=1'],
    [`grant_type=refresh_token&client_secret=${SECRET}&refresh_token=${SECRET}`, 'grant_type='],
    [`https://p.example/rest/1/${SECRET}/voximplant.sip.get`, 'voximplant.sip.get'],
    [`{"TITLE":"a","PASSWORD":"${SECRET}","LOGIN":"b"}`, '"LOGIN":"b"'],
    [`body: {\\"INCOMING_PASSWORD\\": \\"${SECRET}\\", \\"a\\": 1}`, '1}'],
    [`authorization: Bearer ${SECRET} x`, ' x'],
    [`cmd[c0]=voximplant.sip.add?PASSWORD=${SECRET}&cmd[c1]=scope`, 'cmd[c1]=scope'],
  ])('cuts it out of %s', (text, rest) => {
    const clean = scrub(text);
    expect(clean).not.toContain(SECRET);
    expect(clean).toContain(MASK);
    expect(clean).toContain(rest);
  });

  it('cuts it out through escapes as well', () => {
    const texts = fc.constantFrom(
      `https://p.example/rest/voximplant.sip.add?auth=${SECRET}`,
      `https://p.example/rest/1/${SECRET}/`,
      `{"PASSWORD":"${SECRET}"}`,
      `Authorization: Bearer ${SECRET}`,
      `Authorization: Basic ${SECRET}`,
      `https://anna:${SECRET}@p.example/`,
      `sip:anna:${SECRET}@p.example`,
      `https://${SECRET}.bitrix24.com.br/`,
    );
    fc.assert(
      fc.property(texts, levels(3), (text, by) => {
        const clean = scrub(encodedWith(text, by));
        expect(clean).toContain(MASK);
        expect(clean).not.toContain(encodedWith(SECRET, by));
      }),
      { numRuns: scaledRuns(25) },
    );
  });

  it('reads a text at as many levels as its escapes have, however long it is', () => {
    const parts = ['%2525', '\\\\u0026amp;', '&amp;amp;', '\\u005cu0041', '&#37;41', '%5cu0026#37;', 'a'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 20 }), (mixed) => {
        const [one, four] = [1, 4].map((times) => layersOf(mixed.join('').repeat(times)));
        expect(four?.size).toBe(4 * (one?.size ?? 0));
        expect(one?.size).toBeLessThanOrEqual(48 * mixed.join('').length);
      }),
    );
  });

  it('takes time in proportion to the length of a text that is made to be slow', () => {
    for (const part of [
      'a',
      '"',
      'pass',
      '"pass":"',
      '%25',
      '%',
      '\\\\',
      '\\',
      '\\u',
      '&#',
      '&#1',
      '&amp;',
      '&a',
      '//',
      '//a:',
      'sip:',
      'sip:a:',
      '/rest/1',
      '/rest/1/',
      '.bitrix24.',
      'a.bitrix24.',
      'basic ',
      ' ',
      '+',
      'sentinel-471',
      '%73entinel-471',
    ]) {
      const scrubber = createScrubber([new Secret('sentinel-4711'), new Secret('a'.repeat(100) + 'b')]);
      expect(typeof scrubber.scrub(part.repeat(200_000 / part.length))).toBe('string');
    }
  });
});
