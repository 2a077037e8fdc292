import type { RateLimit } from '../../config/config.ts';
import { RATE_LEASE_MS, type RateLease, type SharedRate } from '../../state/shared-rate.ts';
import type { Clock } from '../clock.ts';
import { createRateBucket, MARGIN, type RateBucket } from './rate-bucket.ts';

export interface LeasedBucketOptions {
  readonly limit: RateLimit;
  readonly shared: SharedRate;
  readonly clock: Clock;
  /** Called whenever more may be sent than before. */
  readonly onChange: () => void;
}

/** As many tokens as requests may be in flight; more are leased when fewer than half of them are left. */
const WANT = 10;

/** A lease is used a little shorter than Redis holds it: it began before its response arrived. */
const LEASE_MARGIN_MS = 300;

/** How long before its end a lease that nobody uses is given back, in milliseconds. */
const GIVE_BACK_MS = 1_000;

/** How often to try again while nothing is shared, in milliseconds. */
const RETRY_MS = 500;

/** Replicas that are assumed where it was never known how many there are. */
const ASSUMED_REPLICAS = 4;

/** A token that is not there yet is never shown as one. */
const ALMOST_ONE = 0.99;

/**
 * A rate bucket that leases its tokens in the background, so that no decision waits for the network. While nothing is
 * shared, it is a bucket of its own with an equal share of the limit, and full at first.
 */
export function createLeasedBucket({ limit, shared, clock, onChange }: LeasedBucketOptions): RateBucket {
  const burst = Math.max(1, limit.burst - MARGIN);
  let lease: RateLease = { tokens: 0, left: 0, nextInMs: 0, sharers: 1 };
  let held = 0;
  let heldUntil = 0;
  let nextAt = 0;
  let spent = 0;
  let refused = false;
  let syncing = false;
  let usedAt = -Infinity;
  let alone: { readonly bucket: RateBucket; readonly sharers: number } | undefined;
  let stopTimer: () => void = () => undefined;

  const sharers = () => alone?.sharers ?? lease.sharers;
  const perSecond = () => limit.perSecond / sharers();

  function equalShare(now: number): { readonly bucket: RateBucket; readonly sharers: number } {
    const replicas = Math.max(1, shared.replicas() ?? ASSUMED_REPLICAS);
    const share = { burst: limit.burst / replicas, perSecond: limit.perSecond / replicas };
    return { bucket: createRateBucket(share, now, limit.burst), sharers: replicas };
  }

  async function sync(want: number): Promise<void> {
    syncing = true;
    stopTimer();
    const askedAt = clock.now();
    const reported = { spent, refused };
    const reply = await shared.sync({ ...reported, want });
    syncing = false;
    const now = clock.now();
    if (!reply) {
      alone ??= equalShare(now);
      held = 0;
      nextAt = now + RETRY_MS;
    } else {
      alone = undefined;
      spent -= reported.spent;
      if (reported.refused) refused = false;
      lease = reply;
      held = Math.max(0, reply.tokens - spent);
      heldUntil = askedAt + RATE_LEASE_MS - LEASE_MARGIN_MS;
      nextAt = now + reply.nextInMs;
      if (want > 0) stopTimer = clock.after(RATE_LEASE_MS - GIVE_BACK_MS, keepOrGiveBack);
    }
    if (want > 0) onChange();
  }

  function keepOrGiveBack(): void {
    if (syncing) return;
    const isUsed = clock.now() - usedAt < RATE_LEASE_MS - GIVE_BACK_MS;
    void sync(isUsed ? WANT : 0);
    if (!isUsed) held = 0;
  }

  function leaseMore(now: number): void {
    // A refusal is reported at once, but not again and again while nobody takes the report.
    if (!syncing && (now >= nextAt || (refused && !alone))) void sync(WANT);
  }

  function tokens(now: number): number {
    if (now >= heldUntil) held = 0;
    if (alone) {
      leaseMore(now);
      return alone.bucket.tokens(now);
    }
    if (held < WANT / 2) leaseMore(now);
    if (held >= 1) return Math.min(burst, held + Math.max(0, Math.floor(lease.left / lease.sharers)));
    return Math.min(ALMOST_ONE, 1 - ((nextAt - now) * perSecond()) / 1_000);
  }

  return {
    tokens,
    waitFor: (wanted, now) => Math.max(0, ((wanted - tokens(now)) / perSecond()) * 1_000),
    take(now) {
      usedAt = now;
      spent += 1;
      held = Math.max(0, held - 1);
      alone?.bucket.take(now);
      if (!alone && held < WANT / 2) leaseMore(now);
    },
    refused(now) {
      refused = true;
      held = 0;
      nextAt = now + 1_000 / limit.perSecond;
      alone?.bucket.refused(now);
      leaseMore(now);
    },
    get perSecond() {
      return perSecond();
    },
    burst,
    get sharers() {
      return sharers();
    },
  };
}
