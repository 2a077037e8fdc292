const TRIMMED = ' \t\n\r\0\v';

/**
 * What PHP's `trim` makes of a text. Written as loops: a regular expression for the end tries again at every run of
 * spaces within, which takes minutes for a text that somebody made of them.
 */
export function phpTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && TRIMMED.includes(text.charAt(start))) start += 1;
  while (end > start && TRIMMED.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
