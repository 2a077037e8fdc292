/** A text without outer blanks, as PHP's `trim` sees them: the portal stores titles, servers and logins like this. */
export function phpTrim(text: string): string {
  return text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}
