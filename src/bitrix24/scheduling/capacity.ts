import type { Lane } from './choose-request.ts';
import { createDurations, type Durations } from './durations.ts';
import { finishTime, startMoments } from './finish-time.ts';
import type { RateBucket } from './rate-bucket.ts';

/** Requests in flight at once, of all replicas. */
const SLOTS = 10;

/** A request that is overdue by this much, in milliseconds, or by as much as it was expected to take, has stalled. */
const OVERDUE_MS = 3_000;

/** The same where the portal has answered a request sent later: it is working again. */
const OVERTAKEN_MS = 1_000;

/** Expected duration of the probe request that checks whether a stalled portal is working again. */
const TRIAL_MS = 1_000;

/** How long a stalled request counts as evidence about the portal, in milliseconds; writes are awaited for longer. */
const STALLED_MS = 5_000;

/**
 * What a portal can take: requests by its rate bucket, and a bounded number of them in flight.
 *
 * A request whose response is long overdue has stalled and no longer holds a slot: a portal that hung for a while and
 * has recovered is used again immediately, however long the lost requests are awaited. While as many requests as there
 * are slots have recently stalled, requests go out one at a time until one is answered.
 */
export interface Capacity {
  readonly bucket: RateBucket;
  /** How long the methods of this portal take. */
  readonly durations: Durations;
  /** Milliseconds until the bucket takes one more request. */
  readonly tokenMs: number;
  /** Requests in flight that have not stalled. */
  inFlight(now: number): number;
  bulkInFlight(now: number): number;
  /** When each in-flight slot becomes free, in ascending order. */
  slotsFreeAt(now: number): number[];
  /** When the next request in flight counts as stalled, or as long stalled; Infinity if there is none. */
  nextStallAt(now: number): number;
  /**
   * When this much work, in seconds, can be done, the last command of it taking `lastSeconds`.
   *
   * @param reservedSlots slots that it must leave to others
   */
  finishesAt(now: number, workSeconds: number, lastSeconds: number, reservedSlots: number): number;
  /** A request is sent; `endsAt` is when it is expected to end. */
  begin(now: number, endsAt: number, lane: Lane): InFlight;
}

/** A request that was sent. */
export interface InFlight {
  /** It has ended. May be called more often than once. */
  readonly end: () => void;
  /** The portal answered it: requests sent earlier and still unanswered are no longer evidence about the portal. */
  readonly answered: () => void;
}

interface Request {
  readonly sentAt: number;
  readonly endsAt: number;
  readonly lane: Lane;
}

export function createCapacity(bucket: RateBucket): Capacity {
  const requests = new Set<Request>();
  const tokenMs = () => 1000 / bucket.perSecond;
  const most = () => Math.max(1, Math.floor(SLOTS / bucket.sharers));
  let answeredSentAt = -Infinity;

  const onTime = (now: number) => [...requests].filter((request) => stallsAt(request) > now);

  function stallsAt({ sentAt, endsAt }: Request): number {
    return endsAt + (sentAt < answeredSentAt ? OVERTAKEN_MS : Math.max(OVERDUE_MS, endsAt - sentAt));
  }

  function slots(now: number): number {
    let stalled = 0;
    for (const request of requests) {
      const at = stallsAt(request);
      if (at <= now && now < at + STALLED_MS && request.sentAt > answeredSentAt) stalled += 1;
    }
    return stalled >= most() ? 1 : most();
  }

  function slotsFreeAt(now: number): number[] {
    const busy = onTime(now).map(({ endsAt }) => Math.max(endsAt, now + 1));
    const free = Array.from({ length: Math.max(0, slots(now) - busy.length) }, () => now);
    // The other slots return as soon as one request is answered, which is soon because it carries little.
    const others = Math.max(0, most() - free.length - busy.length);
    const held = Array.from({ length: others }, () => now + TRIAL_MS);
    return [...free, ...busy, ...held].sort((one, other) => one - other);
  }

  return {
    bucket,
    durations: createDurations(),
    get tokenMs() {
      return tokenMs();
    },
    inFlight: (now) => onTime(now).length,
    bulkInFlight: (now) => onTime(now).filter(({ lane }) => lane === 'bulk').length,
    slotsFreeAt,
    nextStallAt: (now) =>
      Math.min(
        ...[...requests].flatMap((request) =>
          [stallsAt(request), stallsAt(request) + STALLED_MS].filter((moment) => moment > now),
        ),
      ),
    finishesAt(now, workSeconds, lastSeconds, reservedSlots) {
      const slotsFree = slotsFreeAt(now);
      const usable = slotsFree.slice(Math.min(reservedSlots, slotsFree.length - 1));
      const starts = startMoments(usable, now, Math.floor(bucket.tokens(now)), tokenMs());
      return Math.max(finishTime(workSeconds * 1000, starts), (starts[0] ?? now) + lastSeconds * 1000);
    },
    begin(now, endsAt, lane) {
      const request = { sentAt: now, endsAt, lane };
      bucket.take(now);
      requests.add(request);
      return {
        end() {
          requests.delete(request);
        },
        answered() {
          answeredSentAt = Math.max(answeredSentAt, request.sentAt);
        },
      };
    },
  };
}
