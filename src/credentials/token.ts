/** What an access or refresh token looks like. */
const TOKEN = /^[\w.-]{8,500}$/;

/** Whether a text can be a token of the vendor's at all; if not, there is no point in sending it. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
