import type { RedisSettings } from '../../config/redis.ts';
import { codeOf, type ConnectDriver, type RedisDriver } from './driver.ts';
import type { RedisNames } from './names.ts';
import { defineScript, type Script } from './script.ts';

/** Redis did not execute a command in time, or is known to be out of reach. Whether it executed it is unknown. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';

  constructor() {
    super('Redis cannot be reached.');
  }
}

/** Time as the link needs it. */
export interface LinkClock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs a task once, after `delayMs` milliseconds. Returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** A server that responds. */
export interface LinkedServer {
  /** Changes with every start of a server, and with a failover. */
  readonly runId: string;
  /** For how many milliseconds nothing can have been forgotten. */
  readonly remembersMs: number;
  /** Replicas of the gateway that use it at present, this one included. */
  readonly replicas: number;
}

/** The link to Redis. No call waits for it longer than {@link COMMAND_MS}. */
export interface RedisLink {
  /** Undefined while Redis does not respond. Before the first response too. */
  server(): LinkedServer | undefined;
  /**
   * Runs a script. Rejects at once while Redis does not respond.
   *
   * @throws RedisUnavailableError
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Calls the listener whenever Redis stops responding, or responds again. */
  subscribe(listener: (isUp: boolean, problem: string) => void): void;
  /** Resolves when it is known whether Redis responds. */
  readonly probed: Promise<void>;
  isClosed(): boolean;
  /** Ends the link; resolves soon, whether Redis responds or not. */
  close(): Promise<void>;
}

export interface LinkOptions {
  readonly settings: RedisSettings;
  readonly names: RedisNames;
  /** Names this process among the replicas. */
  readonly replica: string;
  readonly clock: LinkClock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly connect: ConnectDriver;
  /** For how long after a restart of Redis it is doubtful what replicas did before, in milliseconds. */
  readonly doubtMs: number;
}

/** How long a command may take, in milliseconds: much longer than Redis ever needs, much less than a caller waits. */
const COMMAND_MS = 250;

/** Between two probes, in milliseconds. */
const PROBE_MS = { up: 1_000, down: 250 } as const;

/** The problem where nothing says more. */
const NO_REPLY = 'ETIMEDOUT';

/** A connection that has been silent for this many milliseconds is replaced: its other end may be gone for good. */
const SILENT_MS = 5_000;

/** How long the first connection may take before Redis counts as out of reach, in milliseconds. */
const START_MS = 1_000;

/** A replica that has not probed for this many milliseconds counts as gone. */
const REPLICA_MS = 10_000;

/** Writes, so that a server that only reads, or has no memory left, is not taken for a usable one. */
const PROBE = defineScript(`
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local info = redis.call('INFO', 'server')
if ARGV[3] ~= '' and not string.find(info, ARGV[3], 1, true) then redis.call('SET', KEYS[2], '1', 'PX', ARGV[4]) end
return {info, redis.call('ZCARD', KEYS[1])}
`);

/**
 * A key that exists while it is doubtful what replicas did before Redis was restarted or failed over. Any replica that has
 * known the server before sets it.
 */
export function doubtKey(names: RedisNames): string {
  return names.shared('doubt');
}

/** Before it ends, so that the others need not wait until it counts as gone. */
const LEAVE = defineScript(`return redis.call('ZREM', KEYS[1], ARGV[1])`);

export function linkRedis(options: LinkOptions): RedisLink {
  const { settings, names, replica, clock, random, connect, doubtMs } = options;
  const replicasKey = names.shared('replicas');
  const listeners = new Set<(isUp: boolean, problem: string) => void>();
  let closed = false;
  let server: Omit<LinkedServer, 'remembersMs'> | undefined;
  let lastRunId: string | undefined;
  let rememberedSince = 0;
  let problem: string = NO_REPLY;
  let reported: boolean | undefined;
  const startedAt = clock.now();
  let heardAt = startedAt;
  let probing = false;
  let stopTimer: () => void = () => undefined;
  let onProbed: () => void = () => undefined;
  const probed = new Promise<void>((resolve) => {
    onProbed = resolve;
  });
  let driver = open();

  function open(): RedisDriver {
    return connect({
      settings,
      random,
      onProblem(code) {
        problem = code;
        probe();
      },
      onReady: probe,
    });
  }

  function settle(isUp: boolean): void {
    if (!isUp && reported === undefined && clock.now() - startedAt < START_MS) return;
    onProbed();
    if (reported === isUp) return;
    reported = isUp;
    for (const listener of listeners) listener(isUp, problem);
  }

  /** The reply, or undefined if there is none in time. A reply that has arrived but was not read yet counts. */
  function bounded<T>(reply: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(COMMAND_MS, () => {
        setImmediate(() => {
          resolve(undefined);
        });
      });
      reply.then(resolve, reject).finally(cancel);
    });
  }

  /** Undefined if there is no reply in time: then nothing is sent any more that could run later than what follows. */
  async function evaluate(
    script: Script,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<{ readonly value: unknown } | undefined> {
    const tail = [String(keys.length), ...keys, ...args.map(String)];
    let isAwaited = true;
    const send = async () => {
      try {
        return { value: await driver.send(['EVALSHA', script.sha, ...tail]) };
      } catch (error) {
        const isForgotten = error instanceof Error && error.message.startsWith('NOSCRIPT');
        if (!isForgotten || !isAwaited) throw error;
        return { value: await driver.send(['EVAL', script.text, ...tail]) };
      }
    };
    try {
      return await bounded(send());
    } finally {
      isAwaited = false;
    }
  }

  const probeArguments = () => [replica, REPLICA_MS, lastRunId ?? '', doubtMs];

  async function askServer(): Promise<boolean> {
    const asked = driver;
    const keys = [replicasKey, doubtKey(names)];
    const reply = await evaluate(PROBE, keys, probeArguments()).catch((error: unknown) => {
      problem = codeOf(error) ?? problem;
      return undefined;
    });
    if (!Array.isArray(reply?.value) || asked !== driver) return false;
    const [info, replicas] = reply.value as readonly unknown[];
    const runId = /^run_id:(\w+)/m.exec(String(info))?.[1] ?? '';
    const uptimeMs = Number(/^uptime_in_seconds:(\d+)/m.exec(String(info))?.[1] ?? 0) * 1_000;
    const now = clock.now();
    if (runId !== lastRunId) rememberedSince = lastRunId === undefined ? now - uptimeMs : now;
    lastRunId = runId;
    heardAt = now;
    problem = NO_REPLY;
    server = { runId, replicas: Number(replicas) };
    return true;
  }

  function probe(): void {
    if (closed || probing) return;
    probing = true;
    stopTimer();
    void askServer().then((isUp) => {
      probing = false;
      if (closed) return;
      if (!isUp) server = undefined;
      settle(isUp);
      if (!isUp && clock.now() - heardAt > SILENT_MS) {
        heardAt = clock.now();
        driver.destroy();
        driver = open();
      }
      stopTimer = clock.after(isUp ? PROBE_MS.up : PROBE_MS.down, probe);
    });
  }

  probe();
  return {
    server: () => server && { ...server, remembersMs: clock.now() - rememberedSince },
    async run(script, keys, args) {
      if (!server || closed) throw new RedisUnavailableError();
      let reply: { readonly value: unknown } | undefined;
      try {
        reply = await evaluate(script, keys, args);
      } catch (error) {
        // A server that only reads, loads or has no memory left, or a connection that broke.
        problem = codeOf(error) ?? problem;
      }
      if (reply) return reply.value;
      probe();
      throw new RedisUnavailableError();
    },
    subscribe(listener) {
      listeners.add(listener);
    },
    probed,
    isClosed: () => closed,
    async close() {
      if (server) await evaluate(LEAVE, [replicasKey], [replica]).catch(() => undefined);
      closed = true;
      server = undefined;
      stopTimer();
      driver.destroy();
    },
  };
}
