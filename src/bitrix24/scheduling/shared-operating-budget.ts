import type { SharedOperating } from '../../state/shared-operating.ts';
import type { Clock } from '../clock.ts';
import { createOperatingBudget, type OperatingBudget } from './operating-budget.ts';

export interface SharedOperatingBudgetOptions {
  readonly shared: SharedOperating;
  readonly clock: Clock;
  /** Called whenever something may have become known that other replicas knew. */
  readonly onChange: () => void;
}

/** How often replicas exchange what they know while they use the budget, in milliseconds. */
const SYNC_MS = 1_000;

/** After this many milliseconds without an exchange, the next command waits for one. A method unused for so long is idle. */
const STALE_MS = 3_000;

/** Replicas that are assumed where it was never known how many there are. */
const ASSUMED_REPLICAS = 4;

interface Lease {
  /** Seconds that others had in flight. */
  readonly othersUnderWay: number;
  /** Seconds that may be begun; undefined if the method was not wanted. */
  readonly granted: number | undefined;
}

/**
 * An operating budget that replicas share: once a second, they tell each other what the portal reports and refuses, and
 * lease what is left. No decision waits for that, except the first one after a pause.
 *
 * While nothing can be exchanged, each has an equal share of what is left by the portal's own reports.
 */
export function createSharedOperatingBudget({
  shared,
  clock,
  onChange,
}: SharedOperatingBudgetOptions): OperatingBudget {
  const budget = createOperatingBudget({ underWay: othersUnderWay, room });
  const leases = new Map<string, Lease>();
  /** Seconds that were begun since the latest exchange. */
  let begun = new Map<string, number>();
  const wantedAt = new Map<string, number>();
  let isAlone = false;
  let syncing: Promise<void> | undefined;
  let syncAgain = false;
  let triedAt = -Infinity;
  let stopTimer: (() => void) | undefined;

  function othersUnderWay(method: string): number {
    return isAlone ? 0 : (leases.get(method)?.othersUnderWay ?? 0);
  }

  function room(method: string, own: number, left: number): number {
    const granted = leases.get(method)?.granted;
    if (isAlone) return own === 0 ? 1 : left / Math.max(1, shared.replicas() ?? ASSUMED_REPLICAS) - own;
    if (granted !== undefined) return granted - (begun.get(method) ?? 0);
    // Not leased yet, so it must be asked for; one call at a time does no harm meanwhile.
    void sync();
    return own === 0 ? 1 : 0;
  }

  const isWanted = (method: string, now: number) => now - (wantedAt.get(method) ?? -Infinity) < STALE_MS;

  async function exchange(): Promise<void> {
    stopTimer?.();
    stopTimer = undefined;
    const askedAt = clock.now();
    const news = budget
      .news(askedAt)
      .map((each) => (isWanted(each.method, askedAt) ? each : { ...each, free: undefined }));
    const before = begun;
    begun = new Map();
    const standing = await shared.sync(news);
    const now = clock.now();
    triedAt = now;
    isAlone = standing === undefined;
    if (!standing) {
      for (const [method, seconds] of before) begun.set(method, seconds + (begun.get(method) ?? 0));
      return;
    }
    leases.clear();
    for (const method of standing) {
      budget.merge(method, now);
      leases.set(method.method, method);
    }
  }

  function sync(): Promise<void> {
    syncing ??= exchange().finally(() => {
      syncing = undefined;
      if (syncAgain) void sync();
      else if (isInUse()) syncLater();
      syncAgain = false;
      onChange();
    });
    return syncing;
  }

  function isInUse(): boolean {
    const now = clock.now();
    return budget.news(now).some(({ method, underWay }) => underWay > 0 || isWanted(method, now));
  }

  function syncLater(): void {
    if (!syncing) stopTimer ??= clock.after(SYNC_MS, () => void sync());
  }

  function want(method: string): void {
    wantedAt.set(method, clock.now());
    syncLater();
  }

  return {
    ...budget,
    waitFor(method, ...asked) {
      want(method);
      return budget.waitFor(method, ...asked);
    },
    begin(method, caller, seconds, ...times) {
      want(method);
      begun.set(method, seconds + (begun.get(method) ?? 0));
      return budget.begin(method, caller, seconds, ...times);
    },
    refused(method, now) {
      want(method);
      const retryAfterMs = budget.refused(method, now);
      // The others need not find out for themselves.
      if (syncing) syncAgain = true;
      else void sync();
      return retryAfterMs;
    },
    refresh: () => (clock.now() - triedAt < STALE_MS ? undefined : sync()),
  };
}
