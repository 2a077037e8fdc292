import { executionOf, isTlsReason, type Failure } from '../protocol/errors.ts';
import type { Method } from '../protocol/command.ts';

/** What to do with a call that failed. */
export type RetryDecision =
  | { readonly kind: 'give-up' }
  /** The portal's rate bucket is full: everything waits. */
  | { readonly kind: 'rate-limited' }
  /** The method has no operating budget left: its calls wait. */
  | { readonly kind: 'method-limited' }
  | { readonly kind: 'again'; readonly delayMs: number };

const MAX_ATTEMPTS = 3;
const FIRST_DELAY_MS = 250;
const GIVE_UP: RetryDecision = { kind: 'give-up' };

/**
 * Retries only what is safe: a write only if it was certainly not executed, a read whenever another attempt may
 * succeed.
 *
 * @param attempts how often the call was sent, this time included
 * @param random from 0 to below 1; adds jitter to the retries of many callers
 */
export function decideRetry(
  method: Method,
  failure: Failure,
  attempts: number,
  random: () => number,
): RetryDecision {
  if (failure.kind === 'portal') {
    const code = failure.code.toUpperCase();
    if (code === 'QUERY_LIMIT_EXCEEDED') return { kind: 'rate-limited' };
    if (isMethodLimited(failure)) return { kind: 'method-limited' };
  }
  if (attempts >= MAX_ATTEMPTS || !mayFareBetter(failure)) return GIVE_UP;
  if (isRenewable(failure)) return { kind: 'again', delayMs: 0 };
  const execution = executionOf(failure);
  if (execution === 'answered' || (execution === 'unknown' && method.kind === 'write')) return GIVE_UP;
  return { kind: 'again', delayMs: FIRST_DELAY_MS * 2 ** (attempts - 1) * (0.5 + random()) };
}

/** Whether the portal refused a call because its method has no operating budget left. */
export function isMethodLimited(failure: Failure): boolean {
  return failure.kind === 'portal' && failure.code.toUpperCase() === 'OPERATION_TIME_LIMIT';
}

function mayFareBetter(failure: Failure): boolean {
  switch (failure.kind) {
    case 'network':
      return !isTlsReason(failure.reason) && failure.reason !== 'address-not-allowed';
    case 'portal':
      // A token that cannot be renewed does not become valid on a retry.
      return failure.renewable === true || failure.code.toUpperCase() !== 'EXPIRED_TOKEN';
    case 'unreadable':
      // A page with a 4xx status is not a transient failure of the portal.
      return failure.status >= 500 || failure.status < 300;
    case 'missing':
      return true;
    case 'unexpected-shape':
    case 'displaced':
    case 'redirect':
    case 'refused-here':
    case 'no-credential':
    case 'taken':
    case 'lost-write':
      return false;
  }
}

/** Whether a token has expired that is about to be renewed: the credential is good. */
export function isRenewable(failure: Failure): boolean {
  return failure.kind === 'portal' && failure.renewable === true;
}
