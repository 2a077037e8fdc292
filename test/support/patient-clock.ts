import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';

/** How long a replica waits for Redis, in milliseconds: for a reply, and before it looks whether Redis is back. */
const SHORT_MS = 250;

/** What a Redis needs for a reply on the slowest machine, in milliseconds, and far beyond. */
const PATIENCE_MS = 3_000;

/** The machine's clock for a replica that does not take a slow machine for a Redis that is away. */
export function patientClock(isAway: () => boolean): Clock {
  const machine = systemClock();
  return {
    now: () => machine.now(),
    after: (delayMs, task) => machine.after(delayMs === SHORT_MS && !isAway() ? PATIENCE_MS : delayMs, task),
  };
}
