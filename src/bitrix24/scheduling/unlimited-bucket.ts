import { createRateBucket, type RateBucket } from './rate-bucket.ts';

/** What a portal that refuses requests is taken to allow: the lowest limit of the cloud. */
const LIMIT = { burst: 50, perSecond: 2 } as const;

/** How long a refusal is believed, in milliseconds: as long as that limit needs to drain. */
const BELIEVED_MS = 60_000;

/**
 * The bucket of a portal without a known rate limit. A portal that refuses a request for its rate has one all the same:
 * for a minute after each refusal, requests are limited.
 */
export function createUnlimitedBucket(): RateBucket {
  let limited: { readonly bucket: RateBucket; until: number } | undefined;

  function limit(now: number): RateBucket | undefined {
    if (limited && now >= limited.until) limited = undefined;
    return limited?.bucket;
  }

  return {
    tokens: (now) => limit(now)?.tokens(now) ?? Infinity,
    waitFor: (tokens, now) => limit(now)?.waitFor(tokens, now) ?? 0,
    take(now) {
      limit(now)?.take(now);
    },
    refused(now) {
      const bucket = limit(now) ?? createRateBucket(LIMIT, now);
      bucket.refused(now);
      limited = { bucket, until: now + BELIEVED_MS };
    },
    get perSecond() {
      return limited?.bucket.perSecond ?? Infinity;
    },
    get burst() {
      return limited?.bucket.burst ?? Infinity;
    },
    sharers: 1,
  };
}
