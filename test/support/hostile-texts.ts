/** From 0 to below 1. */
export type Random = () => number;

export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

export function upTo(random: Random, most: number): number {
  // Small numbers as often as large ones.
  return Math.floor(most ** random());
}

export const TEXTS = [
  '',
  '0',
  'Y',
  'cloud',
  'reg7',
  '<table><td>',
  '&lt;',
  '\u0000\u001b[2J',
  '\u202e',
  '__proto__',
  '1e999',
  '2026-03-10T11:19:38+03:00',
  'https://example.org/',
  '$result[c0]',
] as const;

/** Ways to escape a character, each of which may be escaped again. */
const ESCAPES: readonly [Escape, ...Escape[]] = [
  (character) => Array.from(Buffer.from(character), (byte) => `%${hex(byte, 2)}`).join(''),
  (character) => `%u${hex(character.charCodeAt(0), 4)}`,
  (character) => `\\u${hex(character.charCodeAt(0), 4)}`,
  (character) => `\\x${hex(character.charCodeAt(0) % 256, 2)}`,
  (character) => `&#${String(character.charCodeAt(0))};`,
  (character) => `&#X0${hex(character.charCodeAt(0), 4)}`,
  (character) => (character === '&' ? '&amp;' : character),
  (character) => (/["\\/]/.test(character) ? `\\${character}` : character),
  (character) => character,
];
type Escape = (character: string) => string;

const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');

/** Percent-encoding within JSON within HTML within …: all characters of a level in one way, or each in its own. */
function escapedText(random: Random, text: string): string {
  const levels = Math.floor(random() * 7);
  let escaped = text;
  for (let level = 0; level < levels && escaped.length < 10_000; level += 1) {
    const usual = pick(random, ESCAPES);
    const isMixed = random() < 0.5;
    escaped = escaped.replace(/./gsu, (each) => (isMixed ? pick(random, ESCAPES) : usual)(each));
  }
  return escaped;
}

/** An error text, as JSON, that quotes an address with the secret, escaped as often as it likes. */
export function quoting(random: Random, secret: string): string {
  const quoted = [`/rest/1/${secret}/`, `{"auth":"${secret}"}`, secret, pick(random, TEXTS)] as const;
  const parts = Array.from({ length: 1 + upTo(random, 6) }, () => escapedText(random, pick(random, quoted)));
  return JSON.stringify(parts.join(' ').repeat(upTo(random, 20)));
}

/** The errors of a batch, each with a text of its own. */
export function errorsQuoting(random: Random, secret: string): string {
  const each = (n: number) =>
    `"c${String(n)}":{"error":"ERROR_CORE","error_description":${quoting(random, secret)}}`;
  return Array.from({ length: upTo(random, 50) }, (_, n) => each(n)).join(',');
}
