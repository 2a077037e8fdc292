/** How much text is encoded at a time, in characters. */
const PART_LENGTH = 64 * 1024;

/**
 * Encodes a value as JSON in UTF-8, like `JSON.stringify`, without ever having all of the text in a string.
 *
 * @param value made of plain objects, lists, strings, numbers, booleans and null
 */
export function encodeJson(value: unknown): Buffer {
  const encoded: Buffer[] = [];
  let text = '';

  function write(part: string): void {
    text += part;
    if (text.length < PART_LENGTH) return;
    encoded.push(Buffer.from(text));
    text = '';
  }

  function encode(each: unknown): void {
    if (typeof each !== 'object' || each === null) write(JSON.stringify(each ?? null));
    else if (Array.isArray(each)) encodeList(each);
    else encodeObject(each);
  }

  function encodeList(list: readonly unknown[]): void {
    let separator = '[';
    for (const each of list) {
      write(separator);
      encode(each);
      separator = ',';
    }
    write(list.length === 0 ? '[]' : ']');
  }

  function encodeObject(object: object): void {
    let separator = '{';
    for (const [key, each] of Object.entries(object) as [string, unknown][]) {
      if (each === undefined) continue;
      write(`${separator}${JSON.stringify(key)}:`);
      encode(each);
      separator = ',';
    }
    write(separator === '{' ? '{}' : '}');
  }

  encode(value);
  encoded.push(Buffer.from(text));
  return Buffer.concat(encoded);
}
