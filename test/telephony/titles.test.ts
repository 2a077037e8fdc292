import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collationKey } from '../../src/emulator/store/collation.ts';
import { phpTrim } from '../../src/telephony/sip-lines/php-trim.ts';
import { foldTitle } from '../../src/telephony/sip-lines/title.ts';
import { randomSeed, scaledRuns } from '../support/random-runs.ts';
import { anyText } from '../support/any-text.ts';

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

  /** The same rule with the platform's normalization of the whole text. */
  const foldedAtOnce = (title: string) =>
    phpTrim(title)
      .replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd')
      .normalize('NFKD')
      .toUpperCase()
      .replaceAll('\u0418\u0306', '\u0419')
      .replace(/[\p{Mn}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
      .trimEnd();

  it('are folded like whole texts, whatever the order of their accents', () => {
    const mark = fc.constantFrom(...Array.from('\u0301\u0306\u0316\u0327\u0345\u302e\u1b44\uff9e\u034f'));
    const letter = fc.constantFrom(...Array.from('aÉйИиёᾳﬁ각ＡǄ½Ω'));
    const anything = anyText({ maxLength: 3 });
    const title = fc.array(fc.oneof(mark, mark, letter, anything), { maxLength: 20 });
    fc.assert(
      fc.property(title, (parts) => {
        const text = parts.join('');
        expect(foldTitle(text)).toBe(foldedAtOnce(text));
        if (/[\u{10000}-\u{10ffff}]/u.test(text)) return;
        for (const form of ['NFC', 'NFD'] as const)
          expect(foldTitle(text.normalize(form))).toBe(foldTitle(text));
      }),
      { numRuns: scaledRuns(500) },
    );
    for (let code = 0; code <= 0xffff; code += 1) {
      const text = `и${String.fromCharCode(code)}\u0306`;
      if (foldTitle(text) !== foldedAtOnce(text)) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it.each([
    ['of the gateway', foldTitle, '\u0301\u0316'],
    ['of the gateway, for marks that only decomposition shows', foldTitle, '\u0301\uff9e'],
    ['of the emulated portal', collationKey, '\u0301\u0316'],
  ])('are folded in linear time by the rule %s', (_name, fold, marks) => {
    expect(fold(`e${marks.repeat(16_000)}`)).toBe('E');
    const timeOf = (length: number) => {
      const text = `e${marks.repeat(length)}`;
      const times = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        fold(text);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      });
      return Math.min(...times);
    };
    // Quadratic time would be 64-fold. The floor of 50 ms covers what the clock and the machine add; whatever else the machine
    // does only adds to a time, so that one of twenty is enough.
    const most = 24 * Math.max(timeOf(8_000), 50_000 / 24);
    expect(Array.from({ length: 20 }).some(() => timeOf(64_000) < most)).toBe(true);
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
      { numRuns: scaledRuns(500), seed },
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
