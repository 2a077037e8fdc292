import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';

export interface IssuerKeysOptions {
  readonly fetch: FetchImplementation;
  /** How long fetching them may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
}

/** How long after fetching the keys an unknown key id does not trigger another fetch. */
const COOLDOWN_MS = 10_000;

/** Maximum age of the keys. */
const MAX_AGE_MS = 600_000;

/**
 * The keys that an issuer publishes, fetched on first use, when they are too old, and when a token names an unknown
 * one. The library measures both times by the wall clock: set back by an hour, it would accept no new key for an hour.
 */
export function issuerKeys(url: URL, { fetch, timeoutMs, now }: IssuerKeysOptions): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cooldownDuration: Infinity,
    cacheMaxAge: Infinity,
    [customFetch]: fetch,
  });
  let fetchedAt = -Infinity;

  async function fetchKeys(): Promise<void> {
    await keys.reload();
    fetchedAt = now();
  }

  return async (header, token) => {
    if (now() - fetchedAt >= MAX_AGE_MS) await fetchKeys();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || now() - fetchedAt < COOLDOWN_MS) throw error;
      await fetchKeys();
      return keys(header, token);
    }
  };
}
