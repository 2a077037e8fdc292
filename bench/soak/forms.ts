import type { RateLimit } from './figures.ts';

/** From and to below, in milliseconds. */
type Span = readonly [number, number];

/** How long things take in a run, and what happens in it. */
export interface Form {
  readonly name: 'long' | 'short';
  readonly defaults: {
    readonly minutes: number;
    readonly replicas: number;
    readonly users: number;
  };
  /** Whether the gateways are always an application. */
  readonly isApplication: boolean;
  readonly rate: RateLimit;
  /** Settings of the replicas. */
  readonly environment: Readonly<Record<string, string>>;
  readonly portal: {
    /** How long the portal lets a request run. */
    readonly maxRunSeconds: number;
    /** The longest that a fault delays a request, or the run of one. */
    readonly longestDelayMs: number;
    /** How many times as long as usual methods may take. */
    readonly slowness: readonly number[];
    /** Which shares of its requests faults strike. */
    readonly struck: readonly number[];
  };
  /** How long outcomes are waited for after the load: longer than the gateway may take to know one. */
  readonly settlingMs: number;
  readonly troubles: {
    readonly replicasEveryMs: Span;
    readonly redisEveryMs: Span;
    readonly portalEveryMs: Span;
    readonly tokensEveryMs: Span;
    /** After each restart of Redis, adds are refused for a while: it must not be always. */
    readonly firstRedisRestartMs: number;
    readonly redisRestartsEveryMs: number;
    readonly longestFreezeMs: number;
    /** Whether every kind of trouble comes once before one comes again, so that a few are enough for all. */
    readonly inTurn: boolean;
  };
  /** Whether the run is long enough to compare heaps. */
  readonly measuresHeap: boolean;
  /** What must have happened, or the run proves too little: troubles, and how attempts ended. */
  readonly mustHappen: readonly string[];
}

const KEY = { GATEWAY_TOKEN_KEY: 'ab'.repeat(32), GATEWAY_REQUESTS_PER_MINUTE: 'off' };

/** As in production, except that an add that was cut is never sent again before its request must have ended. */
const LONG: Form = {
  name: 'long',
  defaults: { minutes: 60, replicas: 3, users: 16 },
  isApplication: false,
  rate: { burst: 30, perSecond: 6 },
  environment: { ...KEY, BITRIX24_REPEAT_ADDS_AFTER_MS: '75000' },
  portal: {
    maxRunSeconds: 60,
    longestDelayMs: 8_000,
    slowness: [1, 1, 1, 4, 15, 40],
    struck: [0, 0.05, 0.15, 0.3],
  },
  settlingMs: 480_000,
  troubles: {
    replicasEveryMs: [3_000, 15_000],
    redisEveryMs: [4_000, 24_000],
    portalEveryMs: [4_000, 12_000],
    tokensEveryMs: [5_000, 60_000],
    firstRedisRestartMs: 3 * 60_000,
    redisRestartsEveryMs: 12 * 60_000,
    // Longer than the lease of a run with a key.
    longestFreezeMs: 14_000,
    inTurn: false,
  },
  measuresHeap: true,
  mustHappen: [],
};

/**
 * The same in a minute and a half, with a portal that ends requests after 6 seconds instead of 60: with the latest ones
 * that begin 4 seconds late, and 5 seconds for a slow machine, none runs for longer than the gateway is told.
 */
const SHORT: Form = {
  name: 'short',
  defaults: { minutes: 0.75, replicas: 2, users: 16 },
  isApplication: true,
  rate: { burst: 30, perSecond: 10 },
  environment: {
    ...KEY,
    BITRIX24_REPEAT_ADDS_AFTER_MS: '15000',
    BITRIX24_LONGEST_RUN_MS: '15000',
    BITRIX24_WRITE_DEADLINE_MS: '8000',
    BITRIX24_READ_DEADLINE_MS: '3000',
  },
  portal: { maxRunSeconds: 6, longestDelayMs: 4_000, slowness: [1, 1, 4, 8], struck: [0, 0.1, 0.2, 0.4] },
  settlingMs: 90_000,
  troubles: {
    replicasEveryMs: [3_000, 6_000],
    redisEveryMs: [1_000, 4_000],
    portalEveryMs: [2_000, 5_000],
    tokensEveryMs: [5_000, 10_000],
    firstRedisRestartMs: 14_000,
    redisRestartsEveryMs: Infinity,
    longestFreezeMs: 3_000,
    inTurn: true,
  },
  measuresHeap: false,
  mustHappen: [
    'replica killed',
    'replica stopped',
    'Redis killed',
    'Redis frozen',
    'connections to Redis cut',
    'connections to Redis slow',
    'portal strikes',
    'portal slow',
    'tokens expired',
    'replayed',
    'cut',
  ],
};

export const FORMS = { long: LONG, short: SHORT } as const;
