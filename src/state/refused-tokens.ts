/** How long a refused token is remembered, in milliseconds: a new token may be refused at first. */
export const REMEMBERED_MS = 60_000;

/** How many are remembered; the oldest are evicted first. Remembering does not stop callers that make up new ones. */
const MAX_TOKENS = 10_000;

/** Tokens that their portals have refused, to be refused by the gateway for a while. Passed and stored as hashes only. */
export interface RefusedTokens {
  add(portal: string, hash: string): void;
  has(portal: string, hash: string): Promise<boolean>;
  /** The portal has accepted it after all. Returns whether this process remembered it. */
  remove(portal: string, hash: string): boolean;
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
    add(portal, hash) {
      const name = `${portal} ${hash}`;
      untilOf.delete(name);
      untilOf.set(name, now() + REMEMBERED_MS);
      forgetOld();
    },
    remove: (portal, hash) => untilOf.delete(`${portal} ${hash}`),
    has: (portal, hash) => Promise.resolve((untilOf.get(`${portal} ${hash}`) ?? -Infinity) > now()),
    count() {
      forgetOld();
      return untilOf.size;
    },
  };
}
