import { isWireList } from '../php/json.ts';
import type { Wire, WireMap, WireObject } from '../php/json.ts';
import { phpString } from '../php/scalar.ts';
import { isPhpArray } from '../php/value.ts';
import type { PhpArray, PhpValue } from '../php/value.ts';

/** The outcomes of the commands that have run, by the names that a reference starts with. */
export interface BatchData {
  readonly result: Map<string, Wire>;
  readonly next: Map<string, Wire>;
  readonly total: Map<string, Wire>;
  readonly time: Map<string, Wire>;
  readonly error: Map<string, Wire>;
}

export function createBatchData(): BatchData {
  return { result: new Map(), next: new Map(), total: new Map(), time: new Map(), error: new Map() };
}

/** A reference reaches from the dollar sign to the next whitespace, in any letter case. */
const REFERENCE = /\$(result|next|total|time|error)([^ \t\n\v\f\r]*)/gi;
const STEP = /\[([^\]]+)\]/g;

/**
 * Replaces `$result[key][FIELD]` and similar references in every key and value, at any depth. This happens after
 * decoding, so encoding does not protect a text that looks like a reference.
 */
export function resolveReferences(params: PhpArray, data: BatchData): PhpArray {
  return new Map(
    Array.from(params, ([key, value]) => {
      const newKey = phpString(resolveText(key, data));
      return [
        newKey,
        isPhpArray(value) ? resolveReferences(value, data) : resolveValue(value, data),
      ] as const;
    }),
  );
}

function resolveValue(value: PhpValue, data: BatchData): PhpValue {
  return typeof value === 'string' ? resolveText(value, data) : value;
}

function resolveText(text: string, data: BatchData): PhpValue {
  let resolved = text;
  for (const [match, root = '', path = ''] of text.matchAll(REFERENCE)) {
    const steps = Array.from(path.matchAll(STEP), ([, step = '']) => step);
    if (steps.length === 0) continue;
    const found = toPhp(follow(data[root.toLowerCase() as keyof BatchData], steps));
    // A value that consists of the reference alone becomes the value found, even if it is an array.
    if (match === text) return found;
    resolved = resolved.replaceAll(match, () => phpString(found));
  }
  return resolved;
}

/** Follows the path as far as it exists and returns the value at which it ends. */
function follow(root: Wire, steps: readonly string[]): Wire {
  let current = root;
  for (const step of steps) {
    const next = child(current, step);
    if (next === undefined || next === null) break;
    current = next;
  }
  return current;
}

function child(value: Wire, key: string): Wire | undefined {
  // PHP lets a text be indexed by the position of a character.
  if (typeof value === 'string') return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  if (value instanceof Map) return (value as WireMap).get(key);
  if (isWireList(value)) return /^(?:0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return Object.hasOwn(value, key) ? (value as WireObject)[key] : undefined;
}

function toPhp(value: Wire): PhpValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Map)
    return new Map(Array.from(value as WireMap, ([key, item]) => [key, toPhp(item)] as const));
  return new Map(Object.entries(value as WireObject).map(([key, item]) => [key, toPhp(item)] as const));
}
