import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import process from 'node:process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { LoadRequest } from './workloads.ts';

/** From the compiled file to the root of the repository. */
export const ROOT = new URL('../../../../../', import.meta.url);

/** What a process has used since it started. See `probe.js`. */
export interface Usage {
  /** The process's own clock. */
  readonly atMs: number;
  readonly cpuMs: number;
  readonly gcMs: number;
  readonly rssMb: number;
}

export interface ProgramOptions {
  /** Relative to the root of the repository, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** The core to run on; undefined: any. */
  readonly core: string | undefined;
  /** Where its log goes; undefined: to a pipe, for the caller to read. */
  readonly logFile?: string;
  /** Whether it is to report its usage. Its start takes a little longer then. */
  readonly probed: boolean;
}

export function startProgram({ command, environment, core, logFile, probed }: ProgramOptions): ChildProcess {
  const probe = new URL('bench/requests/probe.js', ROOT).href;
  const line = [process.execPath, ...(probed ? ['--import', probe] : []), ...command];
  const [program = '', ...parameters] = core === undefined ? line : ['taskset', '-c', core, ...line];
  const output = logFile === undefined ? 'pipe' : openSync(logFile, 'a');
  const child = spawn(program, parameters, {
    cwd: fileURLToPath(ROOT),
    env: { NODE_ENV: 'production', ...environment },
    stdio: ['ignore', output, 'inherit', ...(probed ? (['ipc'] as const) : [])],
  });
  if (typeof output === 'number') closeSync(output);
  return child;
}

export async function usageOf(child: ChildProcess): Promise<Usage> {
  const reported = once(child, 'message');
  child.send('report');
  const [usage] = (await reported) as [Usage];
  return usage;
}

export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const START_TIMEOUT_MS = 60_000;
const BETWEEN_TRIES_MS = 3;

/** Sends a request until it is accepted, and waits for the result. */
export async function firstResult(
  child: ChildProcess,
  port: number,
  headers: Readonly<Record<string, string>>,
  load: LoadRequest,
): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const status = await statusOf(port, headers, load);
    if (status === 200) return;
    if (status !== undefined) throw new Error(`${child.spawnargs.join(' ')} returned ${status}`);
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`${child.spawnargs.join(' ')} did not start`);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}

/** Undefined if nothing listens yet. */
function statusOf(
  port: number,
  headers: Readonly<Record<string, string>>,
  { path, body }: LoadRequest,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false },
      (response) => {
        response.resume().on('end', () => {
          resolve(response.statusCode);
        });
      },
    );
    sent.on('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    sent.end(body);
  });
}
