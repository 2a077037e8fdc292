/**
 * A value as PHP has it after decoding a request. Its only compound type is the ordered array, which serves both as a
 * list and as a map. Keys are stored as texts, because to PHP `5` and `"5"` are the same key.
 */
export type PhpValue = null | boolean | number | string | PhpArray;
export type PhpArray = ReadonlyMap<string, PhpValue>;

/** A decoded value in plain JavaScript, as the journal shows it. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

export function isPhpArray(value: PhpValue | undefined): value is PhpArray {
  return value instanceof Map;
}

/** Whether the keys are exactly 0..n-1 in this order; PHP serializes such an array as a JSON list. */
export function isList(keys: Iterable<string>): boolean {
  let index = 0;
  for (const key of keys) {
    if (key !== String(index)) return false;
    index += 1;
  }
  return true;
}

/** A decoded JSON document as PHP has it. */
export function fromJson(value: unknown): PhpValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) {
    return new Map(value.map((item: unknown, index) => [String(index), fromJson(item)] as const));
  }
  if (typeof value === 'object') {
    return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item as unknown)] as const));
  }
  return null;
}

export function toPlain(value: PhpValue): Plain {
  if (!isPhpArray(value)) return value;
  return isList(value.keys()) ? Array.from(value.values(), toPlain) : toPlainObject(value);
}

export function toPlainObject(value: PhpArray): PlainObject {
  return Object.fromEntries(Array.from(value, ([key, item]) => [key, toPlain(item)] as const));
}
