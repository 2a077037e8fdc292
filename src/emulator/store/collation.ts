/**
 * The key by which the portal's database compares texts. Letter case, accents and trailing spaces do not count, as in
 * MySQL's Unicode collations. The Cyrillic й is a letter of its own; ё equals е.
 */
export function collationKey(text: string): string {
  const upper = text.replace(/ +$/, '').toUpperCase();
  // Most texts need no further conversion, and long lists are compared row by row.
  if (/^[ -~]*$/.test(upper)) return upper;
  return upper
    .normalize('NFD')
    .replaceAll('И\u0306', 'Й')
    .replace(/\p{Mn}/gu, '');
}
