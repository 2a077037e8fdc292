import type { z } from 'zod';
import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import type { Method } from '../bitrix24/protocol/command.ts';

/**
 * Reads the result of a method.
 *
 * @throws Bitrix24Error as {@link tryDecode} answers it
 */
export function decodeResult<T>(method: Method, schema: z.ZodType<T>, result: unknown): T {
  const decoded = tryDecode(method, schema, result);
  if (decoded instanceof Bitrix24Error) throw decoded;
  return decoded;
}

/**
 * The result of a method, or an error of kind `unexpected-shape` that names where it differs from the documentation,
 * never what it holds.
 */
export function tryDecode<T>(method: Method, schema: z.ZodType<T>, result: unknown): T | Bitrix24Error {
  const decoded = schema.safeParse(result);
  if (decoded.success) return decoded.data;
  const places = decoded.error.issues.map((issue) => issue.path.join('.') || 'result');
  return new Bitrix24Error(method, {
    kind: 'unexpected-shape',
    detail: `unexpected value at ${[...new Set(places)].slice(0, 5).join(', ')}`,
  });
}
