import type { RateLimit } from '../../config/config.ts';

/**
 * A leaky bucket: every request adds 1, the level falls steadily, a request that would pass the top is refused. What
 * this side knows of the portal's bucket. Source: Bitrix24 REST documentation, "Limits".
 */
export interface RateBucket {
  /** Requests that may be sent at this moment; not a whole number. */
  tokens(now: number): number;
  /** Milliseconds until there are so many tokens. */
  waitFor(tokens: number, now: number): number;
  take(now: number): void;
  /** The portal refused a request: whatever this side believed, the bucket is full. */
  refused(now: number): void;
  /** How many requests a second come back; Infinity without a limit. */
  readonly perSecond: number;
  /** Requests that an empty bucket takes at once. */
  readonly burst: number;
}

/**
 * Requests that left in good time may arrive bunched together, so one is always held back: at the brim that is half a
 * second of patience on the usual plan.
 */
const MARGIN = 1;

/** @param level how full the bucket is at the start */
export function createRateBucket(limit: RateLimit | undefined, now: number, level = 0): RateBucket {
  if (!limit) {
    return {
      tokens: () => Infinity,
      waitFor: () => 0,
      take: () => undefined,
      refused: () => undefined,
      perSecond: Infinity,
      burst: Infinity,
    };
  }
  const burst = Math.max(1, limit.burst - MARGIN);
  const { perSecond } = limit;
  let state = { level: Math.min(level, burst), at: now };

  const levelAt = (moment: number) =>
    Math.max(0, state.level - (Math.max(0, moment - state.at) / 1000) * perSecond);

  return {
    tokens: (moment) => burst - levelAt(moment),
    waitFor: (tokens, moment) => Math.max(0, ((tokens - (burst - levelAt(moment))) / perSecond) * 1000),
    take(moment) {
      state = { level: levelAt(moment) + 1, at: moment };
    },
    refused(moment) {
      state = { level: burst, at: moment };
    },
    perSecond,
    burst,
  };
}
