import type { Clock } from '../../src/bitrix24/clock.ts';

/** A clock that stands still until a test lets time pass. */
export interface SteppedClock extends Clock {
  advance(ms: number): void;
}

export function steppedClock(): SteppedClock {
  const timers = new Map<() => void, number>();
  let now = 0;
  return {
    now: () => now,
    after(delayMs, task) {
      const timer = () => {
        timers.delete(timer);
        task();
      };
      timers.set(timer, now + delayMs);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      const due = [...timers].filter(([, at]) => at <= now);
      for (const [timer] of due.toSorted(([, one], [, other]) => one - other)) if (timers.has(timer)) timer();
    },
  };
}
