import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';

/** What a Redis needs for a command on the slowest machine, in milliseconds, and far beyond. */
const PATIENCE_MS = 3_000;

/** How long a replica waits for a command, in milliseconds. */
const COMMAND_MS = 250;

/** The machine's clock for a link to Redis that does not take a slow machine for a Redis that is away. */
export function patientClock(isAway: () => boolean): Clock {
  const machine = systemClock();
  return {
    now: () => machine.now(),
    after: (delayMs, task) => machine.after(delayMs <= COMMAND_MS && !isAway() ? PATIENCE_MS : delayMs, task),
  };
}
