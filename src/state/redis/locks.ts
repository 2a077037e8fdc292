import type { RedisLink } from './link.ts';
import { defineScript } from './script.ts';

/** Locks that replicas share. Each ends by Redis's clock, whatever becomes of its owner. */
export interface RedisLocks {
  /**
   * Takes all of the locks or none; takes them again for the same owner. `busyMs`: how long the one that is held for
   * longest is held at most, 0 if they were taken.
   *
   * @param owner names this one holder and nobody after it, so that it serves as a fencing token too
   * @throws RedisUnavailableError
   */
  take(keys: readonly string[], owner: string, forMs: number): Promise<{ readonly busyMs: number }>;
  /**
   * Makes locks that the owner still holds end in `forMs` milliseconds. Returns whether it held all of them.
   *
   * @throws RedisUnavailableError
   */
  keep(keys: readonly string[], owner: string, forMs: number): Promise<boolean>;
  /**
   * Ends those that the owner still holds.
   *
   * @throws RedisUnavailableError
   */
  release(keys: readonly string[], owner: string): Promise<void>;
}

const TAKE = defineScript(`
local busy = 0
for _, key in ipairs(KEYS) do
  local owner = redis.call('GET', key)
  if owner and owner ~= ARGV[1] then busy = math.max(busy, redis.call('PTTL', key), 1) end
end
if busy == 0 then
  for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
end
return busy
`);

const KEEP = defineScript(`
local kept = 1
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('PEXPIRE', key, ARGV[2]) else kept = 0 end
end
return kept
`);

const RELEASE = defineScript(`
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 1
`);

export function createRedisLocks(link: RedisLink): RedisLocks {
  const whole = (ms: number) => Math.max(1, Math.ceil(ms));
  return {
    async take(keys, owner, forMs) {
      try {
        return { busyMs: Number(await link.run(TAKE, keys, [owner, whole(forMs)])) };
      } catch (error) {
        // It may have been taken by now, or be taken later, for nobody.
        void link.run(RELEASE, keys, [owner]).catch(() => undefined);
        throw error;
      }
    },
    keep: async (keys, owner, forMs) => Number(await link.run(KEEP, keys, [owner, whole(forMs)])) === 1,
    async release(keys, owner) {
      await link.run(RELEASE, keys, [owner]);
    },
  };
}
