/** How long a refused token is remembered, in milliseconds: a new token may be refused at first. */
const REMEMBERED_MS = 60_000;

/** How many are remembered; the oldest are evicted first. Remembering does not stop callers that make up new ones. */
const MAX_TOKENS = 10_000;

/** Tokens that their portals have refused, to be refused here for a while. Passed and stored as hashes only. */
export interface RefusedTokens {
  add(hash: string): void;
  has(hash: string): boolean;
  /** The portal has accepted it after all. */
  remove(hash: string): void;
  /** How many are remembered, after forgetting those whose time is over. */
  count(): number;
}

/** @param now milliseconds that never go back */
export function createRefusedTokens(now: () => number): RefusedTokens {
  /** The oldest come first. */
  const untilOf = new Map<string, number>();

  function forgetOld(): void {
    for (const [hash, until] of untilOf) {
      if (until > now() && untilOf.size <= MAX_TOKENS) break;
      untilOf.delete(hash);
    }
  }

  return {
    add(hash) {
      untilOf.delete(hash);
      untilOf.set(hash, now() + REMEMBERED_MS);
      forgetOld();
    },
    remove(hash) {
      untilOf.delete(hash);
    },
    has: (hash) => (untilOf.get(hash) ?? -Infinity) > now(),
    count() {
      forgetOld();
      return untilOf.size;
    },
  };
}
