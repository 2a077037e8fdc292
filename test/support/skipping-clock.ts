import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';

/** A clock with jumps: a test lets minutes pass at once. */
export interface SkippingClock extends Clock {
  /** Lets time pass. What was due in it happens now. */
  skip(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
  cancel: () => void;
}

/** @param base the clock that runs between the jumps */
export function skippingClock(base: Clock = systemClock()): SkippingClock {
  const timers = new Set<Timer>();
  let skipped = 0;
  const now = () => base.now() + skipped;

  function arm(timer: Timer): void {
    timer.cancel = base.after(Math.max(0, timer.at - now()), () => {
      timers.delete(timer);
      timer.task();
    });
  }

  return {
    now,
    after(delayMs, task) {
      const timer: Timer = { at: now() + delayMs, task, cancel: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    skip(ms) {
      skipped += ms;
      for (const timer of timers) {
        timer.cancel();
        arm(timer);
      }
    },
  };
}
