import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collationKey } from '../../src/emulator/store/collation.ts';
import { phpTrim } from '../../src/telephony/sip-lines/php-trim.ts';
import { foldTitle } from '../../src/telephony/sip-lines/title.ts';
import { randomSeed, scaledRuns } from '../support/random-runs.ts';

describe('titles', () => {
  it.each([
    ['Sales', ' sALES  '],
    ['Ёлка', 'елка'],
    ['Café', 'CAFE'],
    ['Cafe\u0301', 'Café'],
    ['Straße', 'STRASSE'],
    ['Line\u00ad 1', 'Line 1'],
    ['Line 😀', 'Line 🙈'],
  ])('%j and %j are one to the portal', (one, other) => {
    expect(foldTitle(one)).toBe(foldTitle(other));
  });

  it.each([
    ['Sales', 'Sale'],
    ['Мой', 'Мои'],
    ['Line 1', 'Line  1'],
    ['Line 1', 'Line 2'],
  ])('%j and %j are two', (one, other) => {
    expect(foldTitle(one)).not.toBe(foldTitle(other));
  });

  const seed = randomSeed();
  it(`that the emulated portal takes for one are one here (SEED=${seed})`, () => {
    const letter = fc.constantFrom(...Array.from('aAáÁеЕёЁйЙиИßẞ \t1Ii\u0301\u0306'));
    const title = fc.string({ unit: letter, maxLength: 3 });
    fc.assert(
      fc.property(title, title, (one, other) => {
        const isOne = collationKey(phpTrim(one)) === collationKey(phpTrim(other));
        if (isOne) expect(foldTitle(one)).toBe(foldTitle(other));
      }),
      { numRuns: scaledRuns(2_000), seed },
    );
  });
});

describe('a text as PHP trims it', () => {
  const SPACES = [' ', '\t', '\n', '\r', '\0', '\v'];

  it('loses just these characters, at both ends only', () => {
    const character = fc.constantFrom(...SPACES, 'a', '\f', '\u00a0');
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const text = characters.join('');
        const trimmed = phpTrim(text);
        expect(text.split(trimmed).join('')).toMatch(/^[ \t\n\r\0\v]*$/);
        for (const end of [trimmed.at(0), trimmed.at(-1)]) expect(SPACES).not.toContain(end);
      }),
    );
  });

  it('is trimmed in one pass, however many of them are within', () => {
    const text = `a${' '.repeat(1_000_000)}b`;
    expect(phpTrim(`  ${text}\0 `)).toBe(text);
    expect(foldTitle(text)).toBe(text.toUpperCase());
  });
});
