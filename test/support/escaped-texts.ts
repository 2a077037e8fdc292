import fc from 'fast-check';

/** Encodes a text, each character as one of the digits says. */
type Encode = (text: string, digits: readonly number[]) => string;

/** Encodes each character in one of the given ways; the first way must fit every character. */
function byCharacter(ways: readonly ((character: string) => string | undefined)[]): Encode {
  return (text, digits) =>
    Array.from(text, (character, index) => {
      const way = ways[(digits[index % digits.length] ?? 0) % ways.length];
      return way?.(character) ?? ways[0]?.(character) ?? '';
    }).join('');
}

const unitsOf = (character: string) => character.split('').map((unit) => unit.charCodeAt(0));
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');
const plainUnless = (special: RegExp) => (character: string) =>
  special.test(character) ? undefined : character;
const bytes = (character: string) =>
  Array.from(Buffer.from(character), (byte) => `%${hex(byte, 2)}`).join('');

const ENCODINGS = {
  percent: byCharacter([bytes, (character) => bytes(character).toUpperCase(), plainUnless(/[%+ ]/)]),
  form: (text) => new URLSearchParams({ '': text }).toString().slice(1),
  uri: (text) => encodeURIComponent(text),
  json: (text) => JSON.stringify(text).slice(1, -1),
  jsonAscii: byCharacter([
    (character) =>
      unitsOf(character)
        .map((unit) => `\\u${hex(unit, 4)}`)
        .join(''),
    (character) =>
      unitsOf(character)
        .map((unit) => `\\u${hex(unit, 4).toUpperCase()}`)
        .join(''),
    (character) => JSON.stringify(character).slice(1, -1),
    (character) => (character === '/' ? '\\/' : undefined),
  ]),
  script: byCharacter([
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    (character) => (character < '\x80' ? `\\x${hex(character.charCodeAt(0), 2)}` : undefined),
    plainUnless(/[\\'"\p{Cc}]/u),
  ]),
  legacy: (text) =>
    text
      .split('')
      .map((unit) => `%u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
  html: byCharacter([
    (character) => `&#${String(character.codePointAt(0))};`,
    (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
    (character) => `&#X000${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
    (character) =>
      ({
        '&': '&amp;',
        '<': '&lt;',
        '>': '&gt;',
        '"': '&quot;',
        "'": '&apos;',
        é: '&eacute;',
        '(': '&lpar;',
      })[character],
    plainUnless(/[&<>"']/),
  ]),
} satisfies Readonly<Record<string, Encode>>;

const encoding = fc.constantFrom(...Object.values(ENCODINGS));
/** Up to so many encodings within each other, each mixed at will. */
export const levels = (maxLength: number) =>
  fc.array(fc.tuple(encoding, fc.array(fc.nat(11), { minLength: 1, maxLength: 7 })), { maxLength });
/** The text as it is after these encodings, the first one innermost. */
export const encodedWith = (text: string, by: readonly (readonly [Encode, readonly number[]])[]): string =>
  by.reduce((encoded, [encode, digits]) => encode(encoded, digits), text);

const character = fc.oneof(
  fc.constantFrom(...Array.from('abcXYZ019"\'<>/+=#;x{}-_.~!() é')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
/** What escapes consist of, and escapes. */
const escapeLike = fc.oneof(
  character,
  fc.constantFrom(
    '&',
    '%',
    '\\',
    'u',
    '%41',
    '&amp;',
    '\\u0041',
    '\\\\',
    '%25',
    '&#65;',
    '$result[x]',
    '\\n',
  ),
);
/** Secrets that do not look escaped, nor begin or end with white space. */
export const plainSecret = fc
  .array(
    character.filter((part) => !/[%&\\\s]/.test(part)),
    { minLength: 6, maxLength: 20 },
  )
  .map((parts) => `q${parts.join('')}w`);

/** Secrets that may look escaped themselves. */
export const anySecret = fc
  .array(escapeLike, { minLength: 6, maxLength: 20 })
  .map((parts) => `q${parts.join('')}w`);

/** Any number of encodings within each other, each of all characters that it has to encode. */
export const manyLevels = (maxLength: number) =>
  fc.array(
    fc
      .constantFrom<Encode>(ENCODINGS.percent, ENCODINGS.form, ENCODINGS.uri, ENCODINGS.json, ENCODINGS.html)
      .map((encode) => [encode, [0]] as const),
    { maxLength },
  );
