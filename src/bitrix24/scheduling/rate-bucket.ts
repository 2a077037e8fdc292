import type { RateLimit } from '../../config/config.ts';

/**
 * A leaky bucket: every request adds 1, the level drains steadily, a request that would overflow it is refused. The
 * local model of the portal's bucket. Source: Bitrix24 REST documentation, "Limits".
 */
export interface RateBucket {
  /** Requests that may be sent at this moment; not a whole number. */
  tokens(now: number): number;
  /** Milliseconds until this many tokens are available. */
  waitFor(tokens: number, now: number): number;
  take(now: number): void;
  /** The portal refused a request: the bucket is full, whatever the local estimate. */
  refused(now: number): void;
  /** Tokens refilled per second; Infinity without a limit. */
  readonly perSecond: number;
  /** Requests that an empty bucket takes at once. */
  readonly burst: number;
  /** Replicas that use the portal at present, this one included. */
  readonly sharers: number;
}

/**
 * Requests sent at the right pace may arrive in a burst, so one token is always held back: with the bucket full, that
 * costs half a second on the usual plan.
 */
export const MARGIN = 1;

/** @param level how full the bucket is at the start */
export function createRateBucket(limit: RateLimit, now: number, level = 0): RateBucket {
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
    sharers: 1,
  };
}
