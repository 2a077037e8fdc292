import type { z } from 'zod';
import { Bitrix24Error } from '../bitrix24/errors.ts';
import type { Method } from '../bitrix24/method.ts';

/**
 * Reads the result of a method.
 *
 * @throws Bitrix24Error of kind `unexpected-shape` naming where the result differs from the documentation, never
 *   what it holds
 */
export function decodeResult<T>(method: Method, schema: z.ZodType<T>, result: unknown): T {
  const decoded = schema.safeParse(result);
  if (decoded.success) return decoded.data;
  const places = decoded.error.issues.map((issue) => issue.path.join('.') || 'result');
  throw new Bitrix24Error(method, {
    kind: 'unexpected-shape',
    detail: `unexpected value at ${[...new Set(places)].slice(0, 5).join(', ')}`,
  });
}
