import type { Lane } from './choose-request.ts';
import { createDurations, type Durations } from './durations.ts';
import { finishTime, startMoments } from './finish-time.ts';
import type { RateBucket } from './rate-bucket.ts';

/** Requests in flight at once. */
const SLOTS = 10;

/** What a portal can take: requests by its rate bucket, and a number of them in flight. */
export interface Capacity {
  readonly bucket: RateBucket;
  /** How long the methods of this portal take. */
  readonly durations: Durations;
  readonly inFlight: number;
  readonly bulkInFlight: number;
  /** Milliseconds until the bucket takes one more request. */
  readonly tokenMs: number;
  /** When each slot for a request in flight is free, in rising order. */
  slotsFreeAt(now: number): number[];
  /** When this much work, in seconds, can be done, the last command of it taking `lastSeconds`. */
  finishesAt(now: number, workSeconds: number, lastSeconds: number): number;
  /** A request leaves. Returns a function to call, once or more often, when it has ended. */
  begin(now: number, endsAt: number, lane: Lane): () => void;
}

interface InFlight {
  readonly endsAt: number;
  readonly lane: Lane;
}

export function createCapacity(bucket: RateBucket): Capacity {
  const inFlight = new Set<InFlight>();
  const tokenMs = 1000 / bucket.perSecond;

  function slotsFreeAt(now: number): number[] {
    const busy = [...inFlight].map(({ endsAt }) => Math.max(endsAt, now + 1));
    const free = Array.from({ length: Math.max(0, SLOTS - busy.length) }, () => now);
    return [...free, ...busy].sort((one, other) => one - other);
  }

  return {
    bucket,
    durations: createDurations(),
    tokenMs,
    get inFlight() {
      return inFlight.size;
    },
    get bulkInFlight() {
      return [...inFlight].filter(({ lane }) => lane === 'bulk').length;
    },
    slotsFreeAt,
    finishesAt(now, workSeconds, lastSeconds) {
      const starts = startMoments(slotsFreeAt(now), now, Math.floor(bucket.tokens(now)), tokenMs);
      return Math.max(finishTime(workSeconds * 1000, starts), (starts[0] ?? now) + lastSeconds * 1000);
    },
    begin(now, endsAt, lane) {
      const request = { endsAt, lane };
      bucket.take(now);
      inFlight.add(request);
      return () => {
        inFlight.delete(request);
      };
    },
  };
}
