import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from 'proper-lockfile';

/** Says in the build what it was built from. */
const STAMP = join('dist', '.built-from');

/** Builds the program unless that was done already, be it by a test that runs at the same time. */
export async function buildProgram(): Promise<void> {
  mkdirSync('dist', { recursive: true });
  const release = await lock('dist', { retries: { retries: 600, minTimeout: 100, maxTimeout: 100 } });
  try {
    const source = fingerprint();
    if (readStamp() === source) return;
    await promisify(execFile)('npm', ['run', '--silent', 'build']);
    writeFileSync(STAMP, source);
  } finally {
    await release();
  }
}

function fingerprint(): string {
  const sources = readdirSync('src', { recursive: true }).map((name) => join('src', String(name)));
  return [...sources, 'tsconfig.json', 'tsconfig.build.json']
    .map((path) => `${path} ${statSync(path).mtimeMs}`)
    .join('\n');
}

function readStamp(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
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

/** Runs the built doctor to its end. */
export async function runDoctor(environment: Record<string, string>): Promise<Verdict> {
  const program = startProgram(environment, 'dist/doctor/main.js');
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  await once(program, 'close');
  return { code: program.exitCode, output };
}
