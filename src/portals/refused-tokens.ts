/** For how long a token is remembered that its portal has refused, in milliseconds. A new token may be refused at first. */
const REMEMBERED_MS = 60_000;

/** How many are remembered; the oldest are forgotten first. Whoever makes up new ones is not remembered anyway. */
const MAX_TOKENS = 10_000;

/** Tokens that their portals have refused, so that they are refused here for a while. Given and kept as hashes only. */
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
