import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableLine } from '../../src/observability/printable.ts';
import { anyText } from '../support/any-text.ts';

describe('a text for a terminal', () => {
  it.each([
    ['colours', '\x1b[31mred\x1b[0m', '�[31mred�[0m'],
    ['a title of the window', '\x1b]0;owned\x07', '�]0;owned�'],
    ['a link', '\x1b]8;;https://evil.example\x1b\\click', '�]8;;https://evil.example�\\click'],
    ['a sequence of C1', '\x9b2J', '�2J'],
    ['a carriage return', '✓ fine\r✗', '✓ fine�✗'],
    ['a backspace', 'a\b\x7fb', 'a��b'],
    ['a turned direction', 'abc\u202efdp.exe\u2066', 'abc�fdp.exe�'],
    ['separators', 'a\u2028b\u2029c', 'a�b�c'],
    ['invisible tags', 'a\u{e0041}\u{e007f}', 'a��'],
    ['half a character', 'a\ud800', 'a�'],
  ])('has no %s', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['a\tb\nc', 'Ёлка — 😀 👨‍👩‍👧 é', 'می‌خواهم', 'a\u00a0b'])('stays as it is: %s', (text) => {
    expect(printable(text)).toBe(text);
  });

  it('holds nothing that a terminal obeys, whatever it was', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(printable(text)).not.toMatch(/(?![\t\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(printableLine(text)).not.toMatch(/[\n\r\t\u2028\u2029]/);
      }),
    );
  });
});
