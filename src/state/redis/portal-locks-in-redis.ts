import { randomUUID } from 'node:crypto';
import { CHANGES_KEPT_MS, type PortalLock, type PortalLocks } from '../portal-locks.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { doubtKey } from './probe.ts';
import { defineScript } from './script.ts';

/** Between two attempts to take locks that others hold, in milliseconds; doubled each time. */
const POLL_MS = { first: 40, most: 320 } as const;

/** Between two attempts to learn which records were changed, in milliseconds. */
const ASK_AGAIN_MS = 500;

/** Between two attempts to give locks back while Redis does not respond, in milliseconds. */
const RELEASE_AGAIN_MS = 1_000;

/** After how long to ask again while Redis does not respond, in milliseconds. */
const UNREACHABLE_RETRY_MS = 5_000;

/** How long the highest known id is kept after its last change: beyond that, ids are compared with what is read anew. */
const HIGHEST_KEPT_MS = 30 * 86_400_000;

/** Remembers the ids from ARGV[`first`] on as those of writes that may run for `ms` more, and for `kept` after that. */
const REMEMBER = `
local function remember(key, ms, first, kept)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - kept)
  for i = first, #ARGV do redis.call('ZADD', key, 'GT', now + ms, ARGV[i]) end
  local most = math.ceil(ms + kept)
  if #ARGV >= first and redis.call('PTTL', key) < most then redis.call('PEXPIRE', key, most) end
end
`;

/**
 * KEYS: the doubt, the highest id, the changed ids, then the locks. A lock is its owner, which is a new one each time and
 * so serves as a fencing token, with a mark if its owner has ended and only what it left behind may be running.
 */
const TAKE = defineScript(`${REMEMBER}
local highest = redis.call('GET', KEYS[2]) or '0'
assert(string.match(highest, '^%d+$'), 'no id')
if ARGV[3] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then
  return {'doubt', redis.call('PTTL', KEYS[1]), highest}
end
local busy, lingers = 0, false
for i = 4, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner and owner ~= ARGV[1] then
    local left = math.max(redis.call('PTTL', KEYS[i]), 1)
    if left > busy then busy, lingers = left, string.sub(owner, -1) == '+' end
  end
end
if busy > 0 then return {lingers and 'lingers' or 'held', busy, highest} end
for i = 4, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
remember(KEYS[3], ARGV[2], 4, ${CHANGES_KEPT_MS})
return {'taken', 0, highest}
`);

/** KEYS: the changed ids. For a change that goes on without Redis. */
const CHANGE = defineScript(`${REMEMBER}
remember(KEYS[1], ARGV[1], 2, ${CHANGES_KEPT_MS})
return 1
`);

/**
 * KEYS: the highest id, the created ids, then the locks. Ids are recorded in the same step, so that the next owner knows
 * them.
 */
const RELEASE = defineScript(`${REMEMBER}
local highest = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[2]) > highest then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
remember(KEYS[2], ARGV[4], 5, 0)
for i = 3, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if owner == ARGV[1] or owner == ARGV[1] .. '+' then redis.call('DEL', KEYS[i]) end
end
return 1
`);

/** KEYS: the doubt, the changed ids, the created ids. The ids of those that are changed and not created. */
const CHANGED = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return {'doubt'} end
local ids = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now, '+inf')) do
  if not redis.call('ZSCORE', KEYS[3], id) then ids[#ids + 1] = id end
end
return ids
`);

/** KEYS: the doubt, the changed ids. ARGV: milliseconds. The ids of those that were changed since then. */
const CHANGED_WITHIN = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return {'doubt'} end
return redis.call('ZRANGEBYSCORE', KEYS[2], now - ARGV[1], '+inf')
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
  const changedKey = names.ofPortal(portal, 'changed-ids');
  const createdKey = names.ofPortal(portal, 'created-ids');
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

  async function changedAbove(id: bigint, waitMs: number): Promise<readonly bigint[] | undefined> {
    const waitUntil = clock.now() + waitMs;
    for (;;) {
      try {
        const ids = ((await link.run(CHANGED, [doubt, changedKey, createdKey], [])) as unknown[]).map(String);
        return ids.includes('doubt') ? undefined : ids.map(BigInt).filter((each) => each > id);
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        if (clock.now() + ASK_AGAIN_MS > waitUntil || link.isClosed()) return undefined;
      }
      await pause(ASK_AGAIN_MS);
    }
  }

  /** Changes that go on without Redis, and how long they may run: all are recorded at once when it is back. */
  const unrecorded = new Map<string, number>();
  async function recordLate(changed: string, forMs: number): Promise<void> {
    const isUnderWay = unrecorded.size > 0;
    unrecorded.set(changed, forMs);
    if (isUnderWay) return;
    while (unrecorded.size > 0 && !link.isClosed()) {
      await insist(async () => {
        const ids = [...unrecorded.keys()];
        await link.run(
          CHANGE,
          [changedKey],
          [Math.max(1, Math.ceil(Math.max(...unrecorded.values()))), ...ids],
        );
        for (const id of ids) unrecorded.delete(id);
      }, Infinity);
    }
  }

  function held(locks: readonly string[], owner: string, highestId: bigint, endsAt: number): PortalLock {
    return {
      highestId,
      changedAbove,
      release(highest, created = []) {
        const keptMs = Math.max(1, Math.ceil(endsAt - clock.now()));
        const args = [owner, highest.toString(), HIGHEST_KEPT_MS, keptMs, ...created.map(String)];
        void insist(() => link.run(RELEASE, [highestKey, createdKey, ...locks], args), endsAt);
      },
      linger(forMs) {
        const until = clock.now() + forMs;
        const change = () => link.run(LINGER, locks, [owner, Math.max(1, Math.ceil(until - clock.now()))]);
        void insist(change, Math.max(until, endsAt));
      },
    };
  }

  return {
    async changedWithin(ms) {
      try {
        const ids = ((await link.run(CHANGED_WITHIN, [doubt, changedKey], [Math.ceil(ms)])) as unknown[]).map(
          String,
        );
        return ids.includes('doubt') ? undefined : ids.map(BigInt);
      } catch (error) {
        if (error instanceof RedisUnavailableError) return undefined;
        throw error;
      }
    },
    async acquire({ keys, isAdd, changes, forMs, waitMs }) {
      const changed = changes === undefined ? [] : [changes.toString()];
      const locks = [...new Set(keys)].map((key) => names.ofPortal(portal, 'lock', key));
      const endsAt = clock.now() + forMs;
      const waitUntil = clock.now() + waitMs;
      let owner = randomUUID();
      for (let poll: number = POLL_MS.first; ; poll = Math.min(POLL_MS.most, poll * 2)) {
        try {
          const args = [owner, Math.max(1, Math.ceil(forMs)), isAdd ? 1 : 0, ...changed];
          const reply = await link.run(TAKE, [doubt, highestKey, changedKey, ...locks], args);
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
          if (!link.server() || clock.now() > waitUntil) {
            for (const id of changed) void recordLate(id, forMs);
            return { refused: 'unavailable', freeInMs: UNREACHABLE_RETRY_MS };
          }
          // Redis may respond and still refuse this script, again and again.
          await pause(Math.min(poll, Math.max(1, waitUntil - clock.now())));
        }
      }
    },
  };
}
