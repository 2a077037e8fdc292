import type { RedisNames } from './names.ts';
import { defineScript } from './script.ts';

/**
 * A key that exists while it is doubtful what replicas did before Redis was restarted or failed over. Any replica that has
 * known the server before sets it.
 */
export function doubtKey(names: RedisNames): string {
  return names.shared('doubt');
}

/** The same while Redis is known to have lost everything. */
export function lossKey(names: RedisNames): string {
  return names.shared('doubt:loss');
}

/** The list of replicas. One that ends takes itself off it, so that the others need not wait until it counts as gone. */
export function listOf(names: RedisNames): string {
  return names.shared('replicas');
}

/** The keys of {@link PROBE}. */
export function probeKeys(names: RedisNames): readonly string[] {
  return [listOf(names), doubtKey(names), lossKey(names), names.shared('history')];
}

/**
 * Writes, so that a server that only reads, or has no memory left, is not taken for a usable one.
 *
 * KEYS: the replicas, the doubt, the loss, the name of what Redis has known since. ARGV: replica, how long it counts, the run
 * id that it knows, how long doubts last, the history that it knows, a name for a new one, how long that lasts. A replica is
 * named after its key, so that the others see whether they have the same.
 */
export const PROBE = defineScript(`
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local info = redis.call('INFO', 'server')
local history = redis.call('GET', KEYS[4]) or ARGV[6]
redis.call('SET', KEYS[4], history, 'PX', ARGV[7])
local isKnown = ARGV[3] ~= '' and string.find(info, ARGV[3], 1, true)
if ARGV[3] ~= '' and not isKnown then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[4])
  if history ~= ARGV[5] then redis.call('SET', KEYS[3], '1', 'PX', ARGV[4]) end
end
local more = isKnown and '' or redis.call('INFO', 'persistence') .. redis.call('INFO', 'memory')
local mine, others = string.match(ARGV[1], '^[^:]*:'), 0
for _, replica in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local other = string.match(replica, '^[^:]*:')
  if other and other ~= mine then others = others + 1 end
end
return {info, redis.call('ZCARD', KEYS[1]), history, more, others}
`);

/** For how long a server that nobody uses is remembered to be the same, in milliseconds. */
export const HISTORY_MS = 400 * 86_400_000;

/** How a server keeps what it is told. */
export interface Durability {
  /** A restart forgets nothing, or the last second at most. */
  readonly appendsToFile: boolean;
  /** When its memory is full, it may drop what has not expired. */
  readonly evicts: boolean;
}

export interface ProbeReply {
  readonly runId: string;
  readonly uptimeMs: number;
  readonly replicas: number;
  readonly history: string;
  /** How many of the replicas have another key. */
  readonly strangers: number;
  /** Undefined if the run id was known. */
  readonly durability: Durability | undefined;
}

/** What names a replica in the list of them. */
export function nameInList(names: RedisNames, replica: string): string {
  return `${names.hash('key', '')}:${replica}`;
}

/** Reads the reply of {@link PROBE}; undefined if it is none. */
export function readProbe(reply: unknown): ProbeReply | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [info = '', replicas = '', history = '', more = '', strangers = ''] = reply.map(String);
  const of = (text: string, name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1] ?? '';
  const [runId, uptime] = [of(info, 'run_id'), of(info, 'uptime_in_seconds')];
  // Without these, a restart would not be noticed.
  if (runId === '' || !/^\d+$/.test(uptime) || history === '') return undefined;
  return {
    runId,
    uptimeMs: Number(uptime) * 1_000,
    replicas: Number(replicas),
    history,
    strangers: Number(strangers),
    durability:
      more === ''
        ? undefined
        : {
            appendsToFile: of(more, 'aof_enabled') === '1',
            evicts:
              !['', 'noeviction'].includes(of(more, 'maxmemory_policy')) && of(more, 'maxmemory') !== '0',
          },
  };
}
