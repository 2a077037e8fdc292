import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/bitrix24/protocol/plain-text.ts';

describe('plain text', () => {
  it.each([
    ['First<br> Second<br/>Third', 'First\nSecond\nThird'],
    ['<p>A &amp; B</p><script>alert(1)</script>', 'A & B'],
    ['3 < 5', '3 < 5'],
    ['  a \n\t b ', 'a\nb'],
  ])('of %j is %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
