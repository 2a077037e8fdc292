/** Trims a text as PHP's `trim` does, which is how the portal stores titles, servers, logins and passwords. */
export function phpTrim(text: string): string {
  return text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}
