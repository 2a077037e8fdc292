import { isPhpArray } from './value.ts';
import type { PhpValue } from './value.ts';

/** PHP's conversion to a string; an array becomes the word `Array`. */
export function phpString(value: PhpValue): string {
  if (isPhpArray(value)) return 'Array';
  if (value === null || value === false) return '';
  return value === true ? '1' : String(value);
}

/** PHP's `intval`: the leading whole number, or 0. */
export function phpInt(value: PhpValue | undefined): number {
  if (value === undefined || value === null) return 0;
  if (isPhpArray(value)) return value.size === 0 ? 0 : 1;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Math.trunc(value);
  const leading = /^[ \t\n\r\v\f]*([+-]?\d+)/.exec(value);
  return leading === null ? 0 : Number(leading[1]);
}

/** PHP's conversion to a boolean: the text `0` is false. */
export function phpBool(value: PhpValue | undefined): boolean {
  if (isPhpArray(value)) return value.size > 0;
  return value !== '0' && Boolean(value);
}

/** PHP's `trim`: unlike JavaScript's, it does not remove no-break spaces and other Unicode spaces. */
export function phpTrim(text: string): string {
  return text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}

/** PHP's `mb_strlen`: counts characters, not UTF-16 units. */
export function phpLength(text: string): number {
  return Array.from(text).length;
}
