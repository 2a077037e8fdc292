/**
 * A copy of a text. V8 makes a part of a text a view of the whole, which keeps all of it alive, however long it is: what is
 * kept of a document or of a response is copied.
 */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
