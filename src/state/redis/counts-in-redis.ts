import type { SharedCounts } from '../shared-counts.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { defineScript } from './script.ts';

/** KEYS: a hash with the current window and a count for each name. ARGV: length of a window, then names and what to add. */
const ADD = defineScript(`
local length = tonumber(ARGV[1])
local window = string.format('%.0f', math.floor(now / length))
if redis.call('HGET', KEYS[1], 'window') ~= window then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'window', window)
end
redis.call('PEXPIRE', KEYS[1], 2 * length)
local reply = {window, string.format('%.3f', (window + 1) * length - now)}
for i = 2, #ARGV, 2 do reply[#reply + 1] = redis.call('HINCRBY', KEYS[1], 'n:' .. ARGV[i], ARGV[i + 1]) end
return reply
`);

/**
 * Counts in Redis, whose windows begin at whole multiples of their length by its clock.
 *
 * @param kind names what is counted
 */
export function openSharedCounts({ link, names }: SharedRedis, kind: string, windowMs: number): SharedCounts {
  const key = names.shared(`counts:${kind}`);
  return {
    async add(counts) {
      const added = [...counts];
      const args = added.flatMap(([name, more]) => [names.hash('sender', name), more]);
      try {
        const reply = (await link.run(ADD, [key], [windowMs, ...args])) as readonly unknown[];
        const [window, endsInMs, ...totals] = reply.map(String);
        return {
          window: window ?? '',
          endsInMs: Number(endsInMs),
          totals: new Map(added.map(([name], index) => [name, Number(totals[index])])),
        };
      } catch (error) {
        if (error instanceof RedisUnavailableError) return undefined;
        throw error;
      }
    },
    replicas: () => link.server()?.replicas,
  };
}
