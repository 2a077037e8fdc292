import type { Bitrix24Error } from '../bitrix24/protocol/errors.ts';

/** A portal may send any code, so only those of its limits are told apart. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  ['QUERY_LIMIT_EXCEEDED', 'rate-limited'],
  ['OPERATION_TIME_LIMIT', 'method-limited'],
]);

/** How a command that was sent ended, as one of a few words; `ok` for a success. */
export function outcomeOf(error: Bitrix24Error | undefined): string {
  if (!error) return 'ok';
  const { failure } = error;
  if (failure.kind === 'portal') return LIMITS.get(failure.code.toUpperCase()) ?? 'portal-error';
  return failure.kind === 'network' ? `network-${failure.reason}` : failure.kind;
}
