import { isList } from './value.ts';

/** A value in a response. A Map keeps the order of numeric keys, which a JavaScript object would sort. */
export type Wire = null | boolean | number | string | readonly Wire[] | WireObject | WireMap;
export interface WireObject {
  readonly [key: string]: Wire;
}
export type WireMap = ReadonlyMap<string, Wire>;

/**
 * JSON as the portal writes it: an empty map is `[]`, a map with the keys 0..n-1 is a list, and slashes and the special
 * characters of HTML are escaped.
 */
export function encodeJson(value: Wire): string {
  if (typeof value === 'string') return encodeText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isWireList(value)) return `[${value.map(encodeJson).join(',')}]`;
  const entries = value instanceof Map ? [...(value as WireMap)] : Object.entries(value as WireObject);
  if (isList(entries.map(([key]) => key)))
    return `[${entries.map(([, item]) => encodeJson(item)).join(',')}]`;
  return `{${entries.map(([key, item]) => `${encodeText(key)}:${encodeJson(item)}`).join(',')}}`;
}

export function isWireList(value: Wire): value is readonly Wire[] {
  return Array.isArray(value);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['/', '\\/'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ["'", '\\u0027'],
  ['\\"', '\\u0022'],
]);

function encodeText(text: string): string {
  const body = JSON.stringify(text).slice(1, -1);
  // The pattern consumes escaped backslashes first, so that `\\` before a quote is not mistaken for its escape.
  return `"${body.replace(/\\\\|\\"|[/<>&']/g, (found) => ESCAPES.get(found) ?? found)}"`;
}
