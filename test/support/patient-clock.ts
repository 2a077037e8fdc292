import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';
import { COMMAND_MS } from '../../src/state/redis/evaluate.ts';
import { PROBE_MS } from '../../src/state/redis/link.ts';

/** How long a replica waits for a reply of Redis, and before it looks whether Redis is back. */
const SHORT_WAITS: readonly number[] = [COMMAND_MS, PROBE_MS.down];

/** Far more than Redis needs for a reply on the slowest machine, in milliseconds. */
const PATIENCE_MS = 3_000;

/** The machine's clock, for a replica that must not take a slow machine for a Redis that is away. */
export function patientClock(isAway: () => boolean): Clock {
  const machine = systemClock();
  return {
    now: () => machine.now(),
    after: (delayMs, task) =>
      machine.after(SHORT_WAITS.includes(delayMs) && !isAway() ? PATIENCE_MS : delayMs, task),
  };
}
