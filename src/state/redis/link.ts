import { randomUUID } from 'node:crypto';
import type { RedisSettings } from '../../config/redis.ts';
import { codeOf, isRefusal, type ConnectDriver, type RedisDriver } from './driver.ts';
import { COMMAND_MS, createEvaluate, createInTime } from './evaluate.ts';
import type { RedisNames } from './names.ts';
import { HISTORY_MS, listOf, nameInList, PROBE, probeKeys, readProbe, type Durability } from './probe.ts';
import { createRefusals } from './refusals.ts';
import type { Script } from './script.ts';
import { createStartWait } from './start-wait.ts';

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
  readonly durability: Durability;
}

/** `refuses`: it responds, but not to everything that it is asked for. */
export type RedisState = 'up' | 'down' | 'refuses';

/** What is wrong although Redis responds. */
export type LinkTrouble =
  /** A replica has appeared that has another key, and so shares nothing with this one. */
  | { readonly kind: 'stranger' }
  /** Redis refuses a script, and not the probe. Said once for each code while Redis responds. */
  | { readonly kind: 'refusal'; readonly problem: string };

/** The link to Redis. Only closing it may take longer than a quarter of a second, and then half a second at most. */
export interface RedisLink {
  /** Undefined while Redis does not respond. Before the first response too. */
  server(): LinkedServer | undefined;
  state(): RedisState;
  /**
   * Runs a script. Rejects at once while Redis does not respond.
   *
   * @throws RedisUnavailableError
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Calls the listener whenever Redis stops responding, or responds again. */
  subscribe(listener: (isUp: boolean, problem: string) => void): void;
  /** Calls the listener for what is wrong although Redis responds. */
  onTrouble(listener: (trouble: LinkTrouble) => void): void;
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

/** Between two probes, in milliseconds. */
export const PROBE_MS = { up: 1_000, down: 250 } as const;

/** The problem where nothing says more. */
const NO_REPLY = 'ETIMEDOUT';

/** The problem with what is no Redis. */
const UNREADABLE = 'EPROTO';

/** A connection that has been silent for this many milliseconds is replaced: its other end may be gone for good. */
const SILENT_MS = 5_000;

/** A replica that has not probed for this many milliseconds counts as gone. */
const REPLICA_MS = 10_000;

export function linkRedis(options: LinkOptions): RedisLink {
  const { settings, names, replica, clock, random, connect, doubtMs } = options;
  const keys = probeKeys(names);
  const nameHere = nameInList(names, replica);
  const listeners = new Set<(isUp: boolean, problem: string) => void>();
  const troubleListeners = new Set<(trouble: LinkTrouble) => void>();
  let strangers = 0;
  const refusals = createRefusals(() => clock.now());
  let closed = false;
  let leaving = false;
  let server: Omit<LinkedServer, 'remembersMs'> | undefined;
  let lastRunId: string | undefined;
  let lastHistory = '';
  let durability: Durability = { appendsToFile: true, evicts: false };
  let rememberedSince = 0;
  let problem: string = NO_REPLY;
  let reported: boolean | undefined;
  const isOverdue = createStartWait(() => clock.now(), COMMAND_MS + PROBE_MS.down);
  let heardAt = clock.now();
  let probing: Promise<void> | undefined;
  let stopTimer: () => void = () => undefined;
  let onProbed: () => void = () => undefined;
  const probed = new Promise<void>((resolve) => {
    onProbed = resolve;
  });
  let driver = open();
  const inTime = createInTime((delayMs, task) => clock.after(delayMs, task));
  const evaluate = createEvaluate(inTime, (command) => driver.send(command));

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
    if (!isUp && reported === undefined && !isOverdue()) return;
    onProbed();
    if (reported === isUp) return;
    reported = isUp;
    for (const listener of listeners) listener(isUp, problem);
  }

  function report(trouble: LinkTrouble): void {
    for (const listener of troubleListeners) listener(trouble);
  }

  async function askServer(): Promise<boolean> {
    const asked = driver;
    const args = [nameHere, REPLICA_MS, lastRunId ?? '', doubtMs, lastHistory, randomUUID(), HISTORY_MS];
    const reply = await evaluate(PROBE, keys, args).catch((error: unknown) => {
      problem = codeOf(error) ?? problem;
      return undefined;
    });
    const found = readProbe(reply?.value);
    if (reply && !found) problem = UNREADABLE;
    if (!found || asked !== driver) return false;
    if (found.strangers > strangers) report({ kind: 'stranger' });
    strangers = found.strangers;
    const { runId, uptimeMs, replicas } = found;
    const now = clock.now();
    if (runId !== lastRunId) rememberedSince = lastRunId === undefined ? now - uptimeMs : now;
    lastRunId = runId;
    lastHistory = found.history;
    heardAt = now;
    problem = NO_REPLY;
    durability = found.durability ?? durability;
    server = { runId, replicas, durability };
    return true;
  }

  function probe(): void {
    if (leaving || probing) return;
    stopTimer();
    const newlyRefused = refusals.check();
    probing = askServer().then((isUp) => {
      probing = undefined;
      for (const refused of newlyRefused(isUp)) report({ kind: 'refusal', problem: refused });
      if (!isUp) server = undefined;
      settle(isUp);
      if (leaving) return;
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
    state() {
      if (!server) return 'down';
      return refusals.some ? 'refuses' : 'up';
    },
    async run(script, keys, args) {
      if (!server) throw new RedisUnavailableError();
      let reply: { readonly value: unknown } | undefined;
      try {
        reply = await evaluate(script, keys, args);
      } catch (error) {
        // A server that only reads, loads or has no memory left, or a connection that broke.
        problem = codeOf(error) ?? problem;
        if (isRefusal(error)) refusals.add(script, problem);
      }
      if (reply) {
        refusals.remove(script);
        return reply.value;
      }
      probe();
      throw new RedisUnavailableError();
    },
    subscribe(listener) {
      listeners.add(listener);
    },
    onTrouble(listener) {
      troubleListeners.add(listener);
    },
    probed,
    isClosed: () => closed,
    async close() {
      // Another probe would put this replica back on the list.
      leaving = true;
      stopTimer();
      await probing;
      // Redis may still run a probe that was given up. A script could be unknown to it by then, and would not be sent again.
      await inTime(driver.send(['ZREM', listOf(names), nameHere])).catch(() => undefined);
      onProbed();
      closed = true;
      server = undefined;
      driver.destroy();
    },
  };
}
