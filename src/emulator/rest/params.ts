import { systemErrors } from './system-errors.ts';
import { phpString } from '../php/scalar.ts';
import { isPhpArray } from '../php/value.ts';
import type { PhpArray, PhpValue } from '../php/value.ts';

/** Parameters of a method. Their names are case-insensitive at the top level: of equal names the last one counts. */
export interface Params {
  /** The value; undefined where PHP's `isset` says no, that is for an absent one and for null. */
  get(name: string): PhpValue | undefined;
  /** The value as text. PHP code that expects a text breaks on an array, which a caller sees as a server error. */
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
