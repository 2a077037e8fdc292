import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

let built: Promise<unknown> | undefined;

/**
 * Builds the program unless that was done already, be it by a test that runs at the same time. The files of a worker
 * share this module, and a worker does not outlive a run, so once is enough.
 */
export async function buildProgram(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, ['scripts/build.js']);
  await built;
}

/** A built program as a process of its own, with nothing of this environment that could configure it. */
export function startProgram(
  environment: Readonly<Record<string, string>>,
  program = 'dist/main.js',
  nodeOptions: readonly string[] = [],
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, program], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio,
  });
}

/** Node's options for a heap of 256 MB, besides what it adds for young objects. */
const SMALL_HEAP: readonly string[] = ['--max-old-space-size=256'];

/**
 * Starts the gateway without limits on requests, with a small heap: what costs too much memory ends it.
 *
 * @param onOutput is given what it prints
 * @param heap Node's options that make its heap small
 * @returns its process at once, and the address of its endpoint when it listens
 */
export function startWithSmallHeap(
  environment: Readonly<Record<string, string>>,
  onOutput: (text: string) => void = () => undefined,
  heap = SMALL_HEAP,
): { readonly program: ChildProcess; readonly listening: Promise<string> } {
  const unlimited = { PORT: '0', BITRIX24_RATE_LIMIT: 'off', GATEWAY_REQUESTS_PER_MINUTE: 'off' };
  const program = startProgram({ ...unlimited, ...environment }, 'dist/main.js', heap);
  program.stdout?.on('data', (chunk: Buffer) => {
    onOutput(chunk.toString());
  });
  const output = outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
  return { program, listening: output.then(([, url = '']) => url) };
}

/** Ends a program at once, if it has not ended. How it stops by itself is tested elsewhere. */
export async function kill(program: ChildProcess | undefined): Promise<void> {
  if (program?.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'close');
  program.kill('SIGKILL');
  await ended;
}

export function outputUntil(program: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    program.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const match = pattern.exec(output);
      if (match) resolve(match);
    });
    program.once('close', () => {
      reject(new Error(`the program ended without ${String(pattern)}: ${output}`));
    });
  });
}

export async function endOf(program: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  program.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(program, 'close');
  return { code: program.exitCode, errors };
}

/** How a program ended, and all that it printed. */
export interface Verdict {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the built doctor, as a process, to its end. */
export async function startDoctor(environment: Record<string, string>): Promise<Verdict> {
  const program = startProgram(environment, 'dist/doctor/main.js');
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  await once(program, 'close');
  return { code: program.exitCode, output };
}
