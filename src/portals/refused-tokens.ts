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
}

/** @param now milliseconds that never go back */
export function createRefusedTokens(now: () => number): RefusedTokens {
  const untilOf = new Map<string, number>();
  return {
    add(hash) {
      untilOf.delete(hash);
      untilOf.set(hash, now() + REMEMBERED_MS);
      const [oldest] = untilOf.keys();
      if (untilOf.size > MAX_TOKENS && oldest !== undefined) untilOf.delete(oldest);
    },
    remove(hash) {
      untilOf.delete(hash);
    },
    has: (hash) => (untilOf.get(hash) ?? -Infinity) > now(),
  };
}
