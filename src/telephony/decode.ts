import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import type { Method } from '../bitrix24/protocol/command.ts';
import type { TextCleaner } from '../bitrix24/protocol/text-cleaner.ts';
import { UnreadableError } from './record.ts';

/** Reads the result of a method. Any `Reader` can serve as one. */
export type Decoder<T> = (result: unknown, texts: TextCleaner | undefined, method: Method) => T;

/**
 * Reads the result of a method.
 *
 * @throws Bitrix24Error of kind `unexpected-shape` that says where the result differs from the documentation, but never
 *   repeats a value
 */
export function decodeResult<T>(
  method: Method,
  decoder: Decoder<T>,
  result: unknown,
  texts: TextCleaner | undefined,
): T {
  try {
    return decoder(result, texts, method);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const place = error.path.join('.') || 'result';
    throw new Bitrix24Error(method, { kind: 'unexpected-shape', detail: `${error.found} at ${place}` });
  }
}
