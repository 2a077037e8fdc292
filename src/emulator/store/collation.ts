/**
 * The key by which the portal's database compares texts. Letter case, accents and trailing spaces do not count, as in
 * MySQL's Unicode collations. The Cyrillic й is a letter of its own; ё equals е.
 */
export function collationKey(text: string): string {
  const upper = text.replace(/ +$/, '').toUpperCase();
  // Most texts need no further conversion, and long lists are compared row by row.
  if (/^[ -~]*$/.test(upper)) return upper;
  // Normalization takes quadratic time for a run of marks: a grapheme joiner ends each run, as in Unicode's stream-safe
  // text format.
  return upper
    .replace(/\p{M}{30}/gu, '$&\u034f')
    .normalize('NFD')
    .replaceAll('И\u0306', 'Й')
    .replace(/\p{Mn}/gu, '');
}
