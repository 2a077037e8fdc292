import type { Clock } from '../bitrix24/clock.ts';
import type { SharedCounts } from '../state/shared-counts.ts';
import { createRequestCounts, type RequestCounts } from './request-counts.ts';
import { shareRequestCounts } from './share-request-counts.ts';

/** For how long requests are counted, in milliseconds. */
export const COUNTED_MS = 60_000;

/** Senders that are counted exactly; beyond them, only millions of requests a minute could make others pay for it. */
const MAX_SENDERS = 10_000;

/**
 * Creates counts of the requests of each sender.
 *
 * @param kind names what is counted: the same on every replica, and different from all other counts
 * @param limit how many requests a sender may send a minute
 */
export type CreateCounts = (kind: string, limit: number) => RequestCounts;

export interface CountsOptions {
  /** Its timers end with the server. */
  readonly clock: Clock;
  /** Counts of a kind that replicas share; undefined if there is only one. */
  readonly sharedCounts: ((kind: string) => SharedCounts) | undefined;
}

/** Counts in this process, and with what other replicas count. */
export function countsOf({ clock, sharedCounts }: CountsOptions): CreateCounts {
  return (kind, limit) => {
    const counts = createRequestCounts({ now: () => clock.now(), windowMs: COUNTED_MS, room: MAX_SENDERS });
    return sharedCounts ? shareRequestCounts({ counts, shared: sharedCounts(kind), limit, clock }) : counts;
  };
}
