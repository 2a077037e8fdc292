// Controls (C0, DEL, C1) but tab and line feed, what turns the direction of writing, and what shows as nothing or as
// something else: separators, invisible tags, halves of characters.
const UNPRINTABLE =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200B\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/**
 * A text that is safe to show on a terminal: everything that would move the cursor, change colours or titles, or
 * reorder the characters is replaced by U+FFFD. Tabs and line feeds stay.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
}

/** The same on one line, so that a text cannot forge another line of output. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}
