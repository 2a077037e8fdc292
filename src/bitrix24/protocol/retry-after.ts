import type { Method } from './command.ts';
import { Bitrix24Error, type Failure } from './errors.ts';

/** The window in which a portal counts its work: by then, every limit of it has an end. */
const LONGEST_MS = 10 * 60_000;

/** When a call may be tried again, in whole milliseconds: at least 1, at most ten minutes. */
export function retryAfter(waitMs: number): number {
  // The difference of two moments may be a trifle more than it should.
  const exactMs = Math.round(waitMs * 1_000) / 1_000;
  return Math.min(LONGEST_MS, Math.max(1, Math.ceil(exactMs)));
}

/** A call that a limit stopped, of the portal or of the gateway, with the time when it can succeed. */
export type StoppedCall = Bitrix24Error & { readonly retryAfterMs: number };

/** @param waitMs milliseconds until the same call can succeed; rounded and bounded by `retryAfter` */
export function stoppedCall(method: Method, failure: Failure, waitMs: number): StoppedCall {
  const retryAfterMs = retryAfter(waitMs);
  return Object.assign(new Bitrix24Error(method, failure), { retryAfterMs });
}

/** A call that the gateway does not make, or not again. */
export function refusedHere(method: Method, reason: RefusalReason, waitMs: number): StoppedCall {
  return stoppedCall(method, { kind: 'refused-here', reason }, waitMs);
}

/** A call that was cancelled has no such time: nobody waits for it. */
type RefusalReason = Exclude<(Failure & { readonly kind: 'refused-here' })['reason'], 'cancelled'>;
