import type { Lane } from './choose-request.ts';
import { createDurations, type Durations } from './durations.ts';
import { finishTime, startMoments } from './finish-time.ts';
import type { RateBucket } from './rate-bucket.ts';

/** Requests in flight at once. */
const SLOTS = 10;

/** A request that is overdue by this much, in milliseconds, or by as much as it was expected to take, has stalled. */
const OVERDUE_MS = 3_000;

/** The same where the portal has answered one that was sent later: it is at work again. */
const OVERTAKEN_MS = 1_000;

/** When the answer is expected to the one request that finds out whether a portal that had stalled is at work again. */
const TRIAL_MS = 1_000;

/** So long, in milliseconds, a request that has stalled says something about the portal: writes are waited for longer. */
const STALLED_MS = 5_000;

/**
 * What a portal can take: requests by its rate bucket, and a number of them in flight.
 *
 * A request whose answer is long overdue has stalled and holds no slot any more: a portal that hung for a while and has
 * recovered is used again at once, however long the lost requests are waited for. While as many as there are slots have
 * lately stalled, requests go out one at a time until one is answered.
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
  /** When each slot for a request in flight is free, in rising order. */
  slotsFreeAt(now: number): number[];
  /** When the next request in flight will have stalled, or has stalled long ago; Infinity if there is none. */
  nextStallAt(now: number): number;
  /**
   * When this much work, in seconds, can be done, the last command of it taking `lastSeconds`.
   *
   * @param reservedSlots slots that it must leave to others
   */
  finishesAt(now: number, workSeconds: number, lastSeconds: number, reservedSlots: number): number;
  /** A request leaves that is expected to end at a moment. */
  begin(now: number, endsAt: number, lane: Lane): InFlight;
}

/** A request that was sent. */
export interface InFlight {
  /** It has ended. May be called more often than once. */
  readonly end: () => void;
  /** The portal answered it: what was sent before it and is still unanswered says nothing about the portal any more. */
  readonly answered: () => void;
}

interface Request {
  readonly sentAt: number;
  readonly endsAt: number;
  readonly lane: Lane;
}

export function createCapacity(bucket: RateBucket): Capacity {
  const requests = new Set<Request>();
  const tokenMs = 1000 / bucket.perSecond;
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
    return stalled >= SLOTS ? 1 : SLOTS;
  }

  function slotsFreeAt(now: number): number[] {
    const busy = onTime(now).map(({ endsAt }) => Math.max(endsAt, now + 1));
    const free = Array.from({ length: Math.max(0, slots(now) - busy.length) }, () => now);
    // The others come back as soon as one request is answered: it carries little, so that this is soon.
    const others = Math.max(0, SLOTS - free.length - busy.length);
    const held = Array.from({ length: others }, () => now + TRIAL_MS);
    return [...free, ...busy, ...held].sort((one, other) => one - other);
  }

  return {
    bucket,
    durations: createDurations(),
    tokenMs,
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
      const starts = startMoments(usable, now, Math.floor(bucket.tokens(now)), tokenMs);
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
