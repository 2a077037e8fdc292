import { randomUUID } from 'node:crypto';
import type { PortalLock, PortalLocks } from '../portal-locks.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { doubtKey } from './probe.ts';
import { defineScript } from './script.ts';

/** Between two attempts to take locks that others hold, in milliseconds; doubled each time. */
const POLL_MS = { first: 40, most: 320 } as const;

/** Between two attempts to give locks back while Redis does not respond, in milliseconds. */
const RELEASE_AGAIN_MS = 1_000;

/** After how long to ask again while Redis does not respond, in milliseconds. */
const UNREACHABLE_RETRY_MS = 5_000;

/** How long the highest known id is kept after its last change: beyond that, ids are compared with what is read anew. */
const HIGHEST_KEPT_MS = 30 * 86_400_000;

/**
 * KEYS: the doubt, the highest id, then the locks. A lock is its owner, which is a new one each time and so serves as a
 * fencing token, with a mark if its owner has ended and only what it left behind may be running.
 */
const TAKE = defineScript(`
local highest = redis.call('GET', KEYS[2]) or '0'
if ARGV[3] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then
  return {'doubt', redis.call('PTTL', KEYS[1]), highest}
end
local busy, lingers = 0, false
for i = 3, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner and owner ~= ARGV[1] then
    local left = math.max(redis.call('PTTL', KEYS[i]), 1)
    if left > busy then busy, lingers = left, string.sub(owner, -1) == '+' end
  end
end
if busy > 0 then return {lingers and 'lingers' or 'held', busy, highest} end
for i = 3, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return {'taken', 0, highest}
`);

/** KEYS: the highest id, then the locks. Ids are raised in the same step, so that the next owner knows them. */
const RELEASE = defineScript(`
local highest = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[2]) > highest then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
for i = 2, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner == ARGV[1] or owner == ARGV[1] .. '+' then redis.call('DEL', KEYS[i]) end
end
return 1
`);

const LINGER = defineScript(`
for i = 1, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner == ARGV[1] or owner == ARGV[1] .. '+' then redis.call('SET', KEYS[i], ARGV[1] .. '+', 'PX', ARGV[2]) end
end
return 1
`);

/**
 * The locks of one portal in Redis. A lock ends by Redis's clock and not before everything that its holder may have sent
 * has ended, so it needs no heartbeat, and outlives a holder that dies.
 */
export function openPortalLocks({ link, names, clock }: SharedRedis, portal: string): PortalLocks {
  const highestKey = names.ofPortal(portal, 'highest-id');
  const doubt = doubtKey(names);
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  /** Repeats a change until Redis has made it, or it makes no difference any more. */
  async function insist(change: () => Promise<unknown>, until: number): Promise<void> {
    for (;;) {
      try {
        await change();
        return;
      } catch (error) {
        if (!(error instanceof RedisUnavailableError) || clock.now() > until || link.isClosed()) return;
      }
      await pause(RELEASE_AGAIN_MS);
    }
  }

  function held(locks: readonly string[], owner: string, highestId: bigint, endsAt: number): PortalLock {
    return {
      highestId,
      release(highest) {
        const args = [owner, highest.toString(), HIGHEST_KEPT_MS];
        void insist(() => link.run(RELEASE, [highestKey, ...locks], args), endsAt);
      },
      linger(forMs) {
        const until = clock.now() + forMs;
        const change = () => link.run(LINGER, locks, [owner, Math.max(1, Math.ceil(until - clock.now()))]);
        void insist(change, Math.max(until, endsAt));
      },
    };
  }

  return {
    async acquire({ keys, isAdd, forMs, waitMs }) {
      const locks = [...new Set(keys)].map((key) => names.ofPortal(portal, 'lock', key));
      const endsAt = clock.now() + forMs;
      const waitUntil = clock.now() + waitMs;
      let owner = randomUUID();
      for (let poll: number = POLL_MS.first; ; poll = Math.min(POLL_MS.most, poll * 2)) {
        try {
          const args = [owner, Math.max(1, Math.ceil(forMs)), isAdd ? 1 : 0];
          const reply = await link.run(TAKE, [doubt, highestKey, ...locks], args);
          const [state, busyMs, highest] = (reply as readonly unknown[]).map(String);
          if (state === 'taken') return held(locks, owner, BigInt(highest ?? 0), endsAt);
          const freeInMs = Number(busyMs);
          if (state === 'doubt') return { refused: 'unavailable', freeInMs };
          const left = waitUntil - clock.now();
          if (left <= 0 || (state === 'lingers' && freeInMs > left)) return { refused: 'held', freeInMs };
          await pause(Math.min(poll, left));
        } catch (error) {
          if (!(error instanceof RedisUnavailableError)) throw error;
          // It may have been taken for nobody. What gives it back may run late, and must not end the next attempt's lock.
          held(locks, owner, 0n, endsAt).release(0n);
          owner = randomUUID();
          if (!link.server() || clock.now() > waitUntil)
            return { refused: 'unavailable', freeInMs: UNREACHABLE_RETRY_MS };
        }
      }
    },
  };
}
