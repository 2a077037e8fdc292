import type { Clock } from '../bitrix24/clock.ts';
import type { SharedCounts } from '../state/shared-counts.ts';
import type { RequestCounts } from './request-counts.ts';

export interface SharedRequestCountsOptions {
  /** Those of this process. */
  readonly counts: RequestCounts;
  readonly shared: SharedCounts;
  /** How many requests of a sender are allowed in a window. */
  readonly limit: number;
  readonly clock: Clock;
}

/** How often replicas tell each other what they have counted, in milliseconds. */
const SYNC_MS = 1_000;

/** Of a sender who has sent less than this part of the limit, divided by the replicas, nothing is told. */
const UNTOLD = 4;

/** Senders that are told of at once. */
const MAX_TOLD = 1_000;

/** Replicas that are assumed where it was never known how many there are. */
const ASSUMED_REPLICAS = 4;

interface Told {
  /** What this process has counted and told. */
  readonly own: number;
  /** What the other replicas have. */
  readonly others: number;
}

/**
 * Adds what other replicas have counted, as far as they have said so: once a second, and only of senders who are on the
 * way to their limit. While nothing can be shared, others count as they last said in the same window.
 */
export function shareRequestCounts(options: SharedRequestCountsOptions): RequestCounts {
  const { counts, shared, limit, clock } = options;
  const told = new Map<string, Told>();
  const untold = new Map<string, number>();
  let window: string | undefined;
  let endsAt = -Infinity;
  let isScheduled = false;

  async function tell(): Promise<void> {
    const news = new Map([...untold].slice(0, MAX_TOLD));
    for (const name of news.keys()) untold.delete(name);
    const reply = await shared.add(news);
    isScheduled = false;
    if (untold.size > 0) tellSoon();
    if (!reply) return;
    if (reply.window !== window) told.clear();
    ({ window } = reply);
    endsAt = clock.now() + reply.endsInMs;
    counts.endIn(reply.endsInMs);
    for (const [name, more] of news) {
      const own = (told.get(name)?.own ?? 0) + more;
      told.set(name, { own, others: Math.max(0, (reply.totals.get(name) ?? 0) - own) });
    }
  }

  function tellSoon(): void {
    if (isScheduled) return;
    isScheduled = true;
    clock.after(SYNC_MS, () => void tell());
  }

  return {
    add(name) {
      const now = clock.now();
      if (now >= endsAt) {
        told.clear();
        untold.clear();
      }
      const own = counts.add(name);
      endsAt = now + own.endsInMs;
      const known = told.get(name);
      const isOften = own.count >= limit / (UNTOLD * (shared.replicas() ?? ASSUMED_REPLICAS));
      if (known || untold.has(name)) untold.set(name, (untold.get(name) ?? 0) + 1);
      else if (isOften) untold.set(name, own.count);
      if (untold.size > 0) tellSoon();
      return { count: own.count + (known?.others ?? 0), endsInMs: own.endsInMs };
    },
    endIn(ms) {
      counts.endIn(ms);
    },
  };
}
