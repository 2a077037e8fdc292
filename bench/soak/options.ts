import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly lengthMs: number;
  readonly replicas: number;
  readonly seed: number;
  /** Clients that each do one thing after another. */
  readonly users: number;
  /** Where to leave logs, the portal's journal and the figures; undefined: in a folder that is removed. */
  readonly folder: string | undefined;
}

const USAGE = 'npm run soak -- [--minutes 60] [--replicas 3] [--seed N] [--users 16] [--folder PATH]';

/**
 * Reads the arguments.
 *
 * @param newSeed the seed if none is given
 * @throws Error with a message for whoever called the program
 */
export function readOptions(args: readonly string[], newSeed: number): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      replicas: { type: 'string', default: '3' },
      seed: { type: 'string', default: String(newSeed) },
      users: { type: 'string', default: '16' },
      folder: { type: 'string' },
    },
  });
  const number = (name: 'minutes' | 'replicas' | 'seed' | 'users', lowest: number): number => {
    const value = Number(values[name]);
    if (value >= lowest && (name === 'minutes' || Number.isInteger(value))) return value;
    throw new Error(`--${name} must be a number of ${lowest} or more, not "${values[name]}". ${USAGE}`);
  };
  return {
    lengthMs: number('minutes', 0.1) * 60_000,
    replicas: number('replicas', 2),
    seed: number('seed', 0),
    users: number('users', 1),
    folder: values.folder,
  };
}
