import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';

/** A clock that runs so many times as fast as the machine's: waits of seconds become milliseconds. */
export function hurriedClock(factor: number): Clock {
  const clock = systemClock();
  return {
    now: () => clock.now() * factor,
    after: (delayMs, task) => clock.after(delayMs / factor, task),
  };
}
