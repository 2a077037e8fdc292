import type { RateLimit } from '../../src/config/config.ts';
import { RATE_LEASE_MS, type SharedRate } from '../../src/state/shared-rate.ts';

interface Holder {
  tokens: number;
  ends: number;
  since: number;
}

/** The rate bucket of one portal that replicas in one process share, by the clock of a test. */
export function memorySharedRate(
  now: () => number,
  { burst, perSecond }: RateLimit,
): (replica: string) => SharedRate {
  const rate = perSecond / 1_000;
  const holders = new Map<string, Holder>();
  let level = 0;
  let at = now();

  return (replica) => ({
    sync({ spent, want, refused }) {
      level = Math.max(0, level - (now() - at) * rate) + spent;
      at = now();
      const mine = holders.get(replica) ?? { tokens: 0, ends: 0, since: 0 };
      mine.tokens = Math.max(0, mine.tokens - spent);
      if (refused) {
        level = Math.max(level, burst);
        mine.tokens = 0;
      }
      mine.tokens = Math.min(mine.tokens, want);
      let [held, sharers, ahead] = [0, 1, 0];
      for (const [name, other] of holders) {
        if (name === replica) continue;
        if (other.ends < at) {
          level += other.tokens;
          holders.delete(name);
          continue;
        }
        held += other.tokens;
        sharers += 1;
        if (other.since > 0 && (mine.since === 0 || other.since < mine.since)) ahead += 1;
      }
      let left = burst - level - held - mine.tokens;
      let grant = 0;
      if (want > mine.tokens) {
        grant = Math.min(want - mine.tokens, Math.floor(left / sharers));
        if (grant < 1 && left >= 1 + ahead) grant = 1;
        grant = Math.max(0, grant);
      }
      mine.tokens += grant;
      left -= grant;
      if (want <= mine.tokens) mine.since = 0;
      else if (mine.since === 0 || grant > 0) mine.since = at;
      const nextInMs = mine.tokens >= want ? 0 : Math.max(1, (1 + ahead - left) / rate);
      mine.ends = at + RATE_LEASE_MS + (mine.tokens >= 1 ? 0 : nextInMs);
      if (want === 0) holders.delete(replica);
      else holders.set(replica, mine);
      return Promise.resolve({ tokens: mine.tokens, left, nextInMs, sharers });
    },
    replicas: () => holders.size,
  });
}
