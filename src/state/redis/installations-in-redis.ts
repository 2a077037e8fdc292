import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../../config/secret.ts';
import { decrypt, encrypt } from '../encryption.ts';
import {
  StoreError,
  StoreUnavailableError,
  type Installation,
  type InstallationStore,
} from '../installations.ts';
import { fromStored, isSameInstallation, STORED_INSTALLATION, toStored } from '../stored-installation.ts';
import { RedisUnavailableError } from './link.ts';
import { createRedisLocks } from './locks.ts';
import type { SharedRedis } from './open-redis.ts';
import { defineScript } from './script.ts';

/** Longer than the refresh tokens of an application that is not used are valid, in milliseconds. */
const KEPT_MS = 400 * 86_400_000;

/** How long a lock is held without a heartbeat, how often it is extended, and how long others wait for it. */
const LOCK_MS = { held: 15_000, heartbeat: 4_000, wait: 20_000, poll: 100 } as const;

/**
 * The field with the number of the latest change, and the one that names what this server has known from its beginning:
 * another name means that it has forgotten something. All other fields are hashes of member ids.
 */
const VERSION = 'version';
const HISTORY = 'history';

/** Everything, or nothing but the version if the reader knows it already. */
const READ = defineScript(`
local version = redis.call('HGET', KEYS[1], '${VERSION}') or '0'
local history = redis.call('HGET', KEYS[1], '${HISTORY}') or ''
if version == ARGV[1] and history == ARGV[2] then return {version, history} end
return {version, history, redis.call('HGETALL', KEYS[1])}
`);

/**
 * Replaces a field if it holds what is expected. Each value begins with the number of its change, which only ever grows:
 * it is the time, or one more than the one before.
 */
const REPLACE = defineScript(`
local held = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if held ~= ARGV[2] then return 0 end
local version = math.max(math.floor(now), tonumber(redis.call('HGET', KEYS[1], '${VERSION}') or '0') + 1)
local number = string.format('%.0f', version)
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], number .. ' ' .. ARGV[3]) end
redis.call('HSET', KEYS[1], '${VERSION}', number)
redis.call('HSETNX', KEYS[1], '${HISTORY}', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`);

/** Puts back what a server has forgotten, as this replica knows it, but nothing that is older than what is there. */
const RESTORE = defineScript(`
local version = tonumber(redis.call('HGET', KEYS[1], '${VERSION}') or '0')
for i = 4, #ARGV, 2 do
  local held = redis.call('HGET', KEYS[1], ARGV[i])
  local number = function (text) return tonumber(string.match(text, '^%d+')) end
  if not held or number(held) < number(ARGV[i + 1]) then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
end
redis.call('HSET', KEYS[1], '${VERSION}', string.format('%.0f', math.max(version, tonumber(ARGV[1])) + 1))
redis.call('HSETNX', KEYS[1], '${HISTORY}', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

const ENTRY = STORED_INSTALLATION.extend({ memberId: z.string() });

interface Entry {
  /** As Redis has it. */
  readonly raw: string;
  readonly installation: Installation;
}

interface Snapshot {
  readonly version: string;
  readonly history: string;
  /** By field. */
  readonly entries: ReadonlyMap<string, Entry>;
}

/**
 * Installations in Redis, each encrypted, under a keyed hash of its member id. While Redis does not respond, what was
 * read last is used further, but nothing can be changed. What a restarted Redis has forgotten, the first replica that
 * notices puts back.
 */
export function openInstallationsInRedis(
  { link, names, clock }: SharedRedis,
  key: Secret,
): InstallationStore {
  const locks = createRedisLocks(link);
  const stored = names.shared('installations');
  const fieldOf = (memberId: string) => names.hash('member', memberId);
  const running = new Set<Promise<unknown>>();
  let snapshot: Snapshot | undefined;

  async function decode(raw: string): Promise<Entry> {
    const text = await decrypt(raw.replace(/^\d+ /, ''), key);
    if (text === undefined) throw new StoreError(OTHER_KEY);
    const entry = ENTRY.safeParse(parseJson(text));
    if (!entry.success) throw new StoreError(OTHER_VERSION);
    return { raw, installation: fromStored(entry.data.memberId, entry.data) };
  }

  async function fetch(): Promise<Snapshot> {
    const known = snapshot;
    const reply = await link.run(READ, [stored], [known?.version ?? '', known?.history ?? '']);
    const [version, history, fields] = SNAPSHOT.parse(reply);
    if (known && fields === undefined) return known;
    if (
      known &&
      known.history !== '' &&
      (history !== known.history || Number(version) < Number(known.version))
    ) {
      const values = [...known.entries].flatMap(([field, { raw }]) => [field, raw]);
      await link.run(RESTORE, [stored], [known.version, KEPT_MS, randomUUID(), ...values]);
      if (snapshot === known) snapshot = undefined;
      return fetch();
    }
    const entries = new Map<string, Entry>();
    for (let index = 0; index < (fields?.length ?? 0); index += 2) {
      const [field = '', raw = ''] = fields?.slice(index, index + 2) ?? [];
      if (field === VERSION || field === HISTORY) continue;
      const before = known?.entries.get(field);
      entries.set(field, before?.raw === raw ? before : await decode(raw));
    }
    const read = { version, history, entries };
    // Another read may have overtaken this one while it decoded.
    if (snapshot === known) snapshot = read;
    return read;
  }

  async function read(): Promise<Snapshot> {
    try {
      return await fetch();
    } catch (error) {
      if (error instanceof RedisUnavailableError && snapshot) return snapshot;
      throw asStoreError(error);
    }
  }

  async function takeLock(key: string, owner: string): Promise<void> {
    const endsAt = clock.now() + LOCK_MS.wait;
    while ((await locks.take([key], owner, LOCK_MS.held)).busyMs > 0) {
      if (clock.now() > endsAt) throw new StoreUnavailableError(LOCKED);
      await new Promise<void>((resolve) => clock.after(LOCK_MS.poll, resolve));
    }
  }

  async function locked<T>(memberId: string, work: () => Promise<T>): Promise<T> {
    const lock = names.ofPortal(memberId, 'refresh-lock');
    const owner = randomUUID();
    await takeLock(lock, owner).catch((error: unknown) => {
      throw asStoreError(error);
    });
    // Losing the lock does no harm: every change is a compare-and-set.
    let stopTimer = clock.after(LOCK_MS.heartbeat, beat);
    function beat(): void {
      locks.keep([lock], owner, LOCK_MS.held).catch(ignore);
      stopTimer = clock.after(LOCK_MS.heartbeat, beat);
    }
    try {
      return await work();
    } finally {
      stopTimer();
      await locks.release([lock], owner).catch(ignore);
    }
  }

  return {
    async all() {
      return [...(await read()).entries.values()].map(({ installation }) => installation);
    },
    async find(memberId) {
      return (await read()).entries.get(fieldOf(memberId))?.installation;
    },
    async replace(memberId, held, next) {
      try {
        const field = fieldOf(memberId);
        const entry = (await fetch()).entries.get(field);
        if (!isSameInstallation(entry?.installation, held)) return false;
        const text = next && JSON.stringify({ ...toStored(next), memberId });
        const encrypted = text === undefined ? '' : await encrypt(text, key);
        const change = [field, entry?.raw ?? '', encrypted, KEPT_MS, randomUUID()];
        const replaced = (await link.run(REPLACE, [stored], change)) === 1;
        // What was read last must be the newest, in case Redis is away next.
        if (replaced) await fetch().catch(ignore);
        return replaced;
      } catch (error) {
        throw asStoreError(error);
      }
    },
    withLock(memberId, work) {
      const result = locked(memberId, work);
      const ended = result.then(ignore, ignore).finally(() => running.delete(ended));
      running.add(ended);
      return result;
    },
    async check() {
      await fetch().catch((error: unknown) => {
        throw asStoreError(error);
      });
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

const SNAPSHOT = z
  .union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.array(z.string())])])
  .transform(([version, history, fields]) => [version, history, fields] as const);

function asStoreError(error: unknown): unknown {
  return error instanceof RedisUnavailableError
    ? new StoreUnavailableError(UNREACHABLE, { cause: error })
    : error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ignore(): void {
  // The caller of the work gets its result and its error.
}

const UNREACHABLE =
  'The tokens are in Redis, which does not respond: check REDIS_URL, and whether Redis runs.';
const LOCKED = 'The tokens of a portal are locked in Redis by another replica: try again in a few seconds.';
const OTHER_KEY =
  'The tokens in Redis were written with another GATEWAY_TOKEN_KEY: set the one that all replicas have, or use another database of Redis.';
const OTHER_VERSION =
  'The tokens in Redis were written by another version of the gateway: start that version, or use another database of Redis.';
