/** A leaky bucket: every request adds 1, the level drains steadily, and a request that would overflow it is refused. */
export interface RateLimit {
  /** The level at which requests are refused (X in the vendor's table: 50, Enterprise 250). */
  readonly burst: number;
  /** How much the level drains per second (Y in the vendor's table: 2, Enterprise 5). */
  readonly perSecond: number;
}

export interface RateBuckets {
  /** Adds a request of this source address. Returns false if it is refused, which does not change the level. */
  admit(source: string, now: number): boolean;
  /** The level of this source address. */
  level(source: string, now: number): number;
  clear(): void;
}

/** One bucket per source address; the portal is the emulator itself. */
export function createRateBuckets(limit: RateLimit | 'off'): RateBuckets {
  const buckets = new Map<string, { level: number; at: number }>();
  if (limit === 'off') return { admit: () => true, level: () => 0, clear: () => undefined };

  const level = (source: string, now: number): number => {
    const bucket = buckets.get(source);
    if (bucket === undefined) return 0;
    return Math.max(0, bucket.level - (Math.max(0, now - bucket.at) / 1000) * limit.perSecond);
  };

  return {
    level,
    admit: (source, now) => {
      const before = level(source, now);
      // Without the tolerance, rounding could refuse a request that arrives exactly on time.
      if (before + 1 > limit.burst + 1e-9) return false;
      buckets.set(source, { level: before + 1, at: now });
      return true;
    },
    clear: () => {
      buckets.clear();
    },
  };
}
