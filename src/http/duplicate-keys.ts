/**
 * Whether an object in a JSON text has a key twice. Readers differ in which value counts, so what a proxy in front of the
 * gateway has checked may not be what is executed. Linear in the text.
 *
 * @param json a valid JSON text
 */
export function hasDuplicateKey(json: string): boolean {
  /** The keys of each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case '{':
        open.push(new Set());
        isKey = true;
        break;
      case '[':
        open.push(undefined);
        isKey = false;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        isKey = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(json, at);
        if (isKey) {
          const keys = open.at(-1);
          const key = keyOf(json.slice(at, end + 1));
          if (keys?.has(key) === true) return true;
          keys?.add(key);
          isKey = false;
        }
        at = end;
        break;
      }
      default:
    }
  }
  return false;
}

/** Where the string that begins at `start` ends. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** A key as JSON readers see it: `a` and `\u0061` are the same. */
function keyOf(text: string): string {
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}
