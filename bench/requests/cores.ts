import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** The core of the measured program, and the one of everything else. */
export interface Cores {
  readonly program: string;
  readonly rest: string;
}

/**
 * Moves this process, and with it those that it starts, to one core and leaves another one to the measured program.
 *
 * @returns undefined where processes cannot be bound to cores: then everything shares all of them
 */
export function divideCores(): Cores | undefined {
  const cores = { program: '0', rest: '1' };
  const works = Object.values(cores).every((core) => spawnSync('taskset', ['-c', core, 'true']).status === 0);
  if (!works) return undefined;
  spawnSync('taskset', ['-a', '-p', '-c', cores.rest, String(process.pid)]);
  return cores;
}
