import { systemErrors } from './system-errors.ts';
import { phpString } from '../php/scalar.ts';
import { isPhpArray } from '../php/value.ts';
import type { PhpArray, PhpValue } from '../php/value.ts';

/** Parameters of a method. Top-level names are case-insensitive, and the last of several equal names counts. */
export interface Params {
  /** The value; undefined where PHP's `isset` is false, that is, if it is absent or null. */
  get(name: string): PhpValue | undefined;
  /** The value as a text. PHP code that expects a text crashes on an array, which the caller sees as a server error. */
  text(name: string): string | undefined;
}

export function createParams(raw: PhpArray): Params {
  const values = upperCaseKeys(raw);
  const get = (name: string): PhpValue | undefined => values.get(name) ?? undefined;
  return {
    get,
    text: (name) => {
      const value = get(name);
      if (value === undefined) return undefined;
      if (isPhpArray(value)) throw systemErrors.internal();
      return phpString(value);
    },
  };
}

/** PHP's `array_change_key_case` to upper case. */
export function upperCaseKeys(array: PhpArray): PhpArray {
  return new Map(Array.from(array, ([key, value]) => [asciiUpper(key), value] as const));
}

function asciiUpper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
