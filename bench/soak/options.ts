import { parseArgs } from 'node:util';
import { FORMS, type Form } from './forms.ts';

export interface SoakOptions {
  readonly form: Form;
  readonly lengthMs: number;
  readonly replicas: number;
  readonly seed: number;
  /** Whether the gateways are an application, whose tokens expire, and not a webhook. */
  readonly isApplication: boolean;
  /** Clients that each do one thing after another. */
  readonly users: number;
  /** Where to leave logs, the portal's journal and the figures; undefined: in a folder that is removed. */
  readonly folder: string | undefined;
}

const USAGE =
  'npm run soak -- [--short] [--minutes 60] [--replicas 3] [--seed N] [--users 16] [--application] [--folder PATH]';

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
      short: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      replicas: { type: 'string' },
      seed: { type: 'string' },
      users: { type: 'string' },
      folder: { type: 'string' },
      application: { type: 'boolean', default: false },
    },
  });
  const form = values.short ? FORMS.short : FORMS.long;
  const defaults = { ...form.defaults, seed: newSeed };
  const number = (name: 'minutes' | 'replicas' | 'seed' | 'users', lowest: number): number => {
    const value = Number(values[name] ?? defaults[name]);
    if (value >= lowest && (name === 'minutes' || Number.isInteger(value))) return value;
    throw new Error(`--${name} must be a number of ${lowest} or more, not "${values[name]}". ${USAGE}`);
  };
  return {
    form,
    lengthMs: number('minutes', 0.1) * 60_000,
    replicas: number('replicas', 2),
    seed: number('seed', 0),
    users: number('users', 1),
    isApplication: values.application || form.isApplication,
    folder: values.folder,
  };
}

/** The command that does the same again. */
export function commandOf(options: SoakOptions): string {
  const { form, lengthMs, replicas, seed, users, isApplication } = options;
  const flags = [
    form.name === 'short' && '--short',
    isApplication && !form.isApplication && '--application',
    `--minutes ${lengthMs / 60_000}`,
    `--replicas ${replicas}`,
    `--users ${users}`,
    `--seed ${seed}`,
  ];
  return `npm run soak -- ${flags.filter((flag) => flag !== false).join(' ')}`;
}
