import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/free-port.ts';
import type { Instance } from './history.ts';

/** From the compiled file to the root of the repository. */
const ROOT = new URL('../../../../../', import.meta.url);
const START_TIMEOUT_MS = 60_000;
const BETWEEN_TRIES_MS = 50;

/** A process of a replica, as built. */
export interface Replica {
  readonly name: string;
  readonly url: string;
  /** Whether clients should send requests to it, as far as the driver knows. */
  isUp(): boolean;
  kill(): Promise<void>;
  /** Tells it to stop, and resolves when it has ended. */
  stop(): Promise<void>;
  /** Takes an event of a portal. */
  receiveEvent(event: URLSearchParams): Promise<void>;
  /** The heap in use after a collection, in bytes. Only of one that is watched. */
  heapBytes(): Promise<number>;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  instance(): Instance;
}

export interface StartReplicaOptions {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly folder: string;
  readonly isWatched: boolean;
}

/** Starts a replica, and resolves when it is ready. */
export async function startReplica(options: StartReplicaOptions): Promise<Replica> {
  const { name, environment, folder, isWatched } = options;
  const port = await freePort();
  const probe = new URL('bench/soak/heap-probe.js', ROOT).href;
  const log = openSync(join(folder, `${name}.log`), 'a');
  const startedAt = Date.now();
  const child = spawn(
    process.execPath,
    [...(isWatched ? ['--expose-gc', '--import', probe] : []), 'dist/main.js'],
    {
      cwd: fileURLToPath(ROOT),
      env: { NODE_ENV: 'production', PORT: String(port), ...environment },
      stdio: ['ignore', log, 'pipe', ...(isWatched ? (['ipc'] as const) : [])],
    },
  );
  closeSync(log);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  let stoppedAt: number | undefined;
  let how: Instance['how'];
  const exited = once(child, 'exit');
  // If the driver ends early, it leaves nothing running.
  const killWithDriver = () => child.kill('SIGKILL');
  process.once('exit', killWithDriver);
  void exited.then(() => process.off('exit', killWithDriver));
  await untilReady(child, port);

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    stoppedAt = Date.now();
    how = signal;
    child.kill(signal);
    await exited;
  }

  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    isUp: () => stoppedAt === undefined && child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    ended: exited,
    async receiveEvent(event) {
      const { ok, status } = await fetch(`http://127.0.0.1:${port}/bitrix24/install`, {
        method: 'POST',
        body: event,
      });
      if (!ok) throw new Error(`a replica refused an event of the portal: ${status}`);
    },
    async heapBytes() {
      const reported = once(child, 'message');
      child.send('heap');
      const [{ heapUsed }] = (await reported) as [{ heapUsed: number }];
      return heapUsed;
    },
    instance: () => ({
      name,
      startedAt,
      stoppedAt,
      how,
      code: child.exitCode ?? (child.signalCode === null ? undefined : null),
      errors,
    }),
  };
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('a replica did not start');
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}
