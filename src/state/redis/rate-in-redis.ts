import type { RateLimit } from '../../config/config.ts';
import { RATE_LEASE_MS, type SharedRate } from '../shared-rate.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { defineScript } from './script.ts';

/**
 * KEYS: a hash with the level of the bucket and when it had it, and for each replica the tokens it holds, until when, and
 * since when it waits for more. ARGV: burst, tokens per millisecond, replica, spent, want, refused, lease in milliseconds,
 * for how many milliseconds Redis has forgotten nothing.
 *
 * Held tokens do not drain: only what was sent does, from the moment that it was reported. So the level is never below
 * the portal's own, however long tokens are held. What is not known is taken for full, less what has drained since.
 * Those that wait are served in their order.
 */
const SYNC = defineScript(`
local burst, rate, me = tonumber(ARGV[1]), tonumber(ARGV[2]), 'r:' .. ARGV[3]
local spent, want, lease = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[7])
local fields = redis.call('HGETALL', KEYS[1])
local level, at = burst - tonumber(ARGV[8]) * rate, now
local replicas = {}
for i = 1, #fields, 2 do
  if fields[i] == 'level' then level = tonumber(fields[i + 1])
  elseif fields[i] == 'at' then at = tonumber(fields[i + 1])
  else
    local tokens, ends, since = string.match(fields[i + 1], '(%S+) (%S+) (%S+)')
    replicas[fields[i]] = {tokens = tonumber(tokens), ends = tonumber(ends), since = tonumber(since)}
  end
end
level = math.max(0, level - math.max(0, now - at) * rate) + spent
local mine = replicas[me] or {tokens = 0, since = 0}
mine.tokens = math.max(0, mine.tokens - spent)
if ARGV[6] == '1' then level, mine.tokens = math.max(level, burst), 0 end
mine.tokens = math.min(mine.tokens, want)
local held, sharers, ahead = 0, 1, 0
for name, other in pairs(replicas) do
  if name ~= me then
    if other.ends < now then
      level = level + other.tokens
      redis.call('HDEL', KEYS[1], name)
    else
      held, sharers = held + other.tokens, sharers + 1
      if other.since > 0 and (mine.since == 0 or other.since < mine.since) then ahead = ahead + 1 end
    end
  end
end
local left = burst - level - held - mine.tokens
local grant = 0
if want > mine.tokens then
  grant = math.min(want - mine.tokens, math.floor(left / sharers))
  if grant < 1 and left >= 1 + ahead then grant = 1 end
  grant = math.max(0, grant)
end
mine.tokens, left = mine.tokens + grant, left - grant
if want <= mine.tokens then mine.since = 0 elseif mine.since == 0 or grant > 0 then mine.since = now end
local nextIn = mine.tokens >= want and 0 or math.max(1, (1 + ahead - left) / rate)
if want == 0 then redis.call('HDEL', KEYS[1], me)
else
  local ends = now + lease + (mine.tokens >= 1 and 0 or nextIn)
  redis.call('HSET', KEYS[1], me, string.format('%d %.3f %.3f', mine.tokens, ends, mine.since))
end
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level), 'at', string.format('%.3f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(2 * burst / rate + 2 * lease))
return {mine.tokens, tostring(left), tostring(nextIn), sharers}
`);

/** The rate bucket of one portal in Redis. */
export function openSharedRate(
  { link, names, replica }: SharedRedis,
  portal: string,
  { burst, perSecond }: RateLimit,
): SharedRate {
  const key = names.ofPortal(portal, 'rate');
  let replicas: number | undefined;
  return {
    async sync({ spent, want, refused }) {
      const server = link.server();
      if (!server) return undefined;
      replicas = server.replicas;
      const { remembersMs } = server;
      const args = [
        burst,
        perSecond / 1_000,
        replica,
        spent,
        want,
        refused ? 1 : 0,
        RATE_LEASE_MS,
        remembersMs,
      ];
      try {
        const reply = (await link.run(SYNC, [key], args)) as readonly unknown[];
        const [tokens = 0, left = 0, nextInMs = 0, sharers = 1] = reply.map(Number);
        return { tokens, left, nextInMs, sharers };
      } catch (error) {
        if (error instanceof RedisUnavailableError) return undefined;
        throw error;
      }
    },
    replicas: () => replicas,
  };
}
