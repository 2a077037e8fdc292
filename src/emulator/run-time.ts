import type { Clock } from './clock.ts';

/** The time that one HTTP request may run, all commands of a batch together. */
export interface RunTime {
  /** Works for so many seconds; false if the request's time ran out before they were over. */
  spend(seconds: number): Promise<boolean>;
}

export function createRunTime(clock: Clock, maxSeconds: number): RunTime {
  const deadline = clock.now() + maxSeconds * 1000;
  return {
    spend: async (seconds) => {
      const left = deadline - clock.now();
      const ms = seconds * 1000;
      if (ms > left) {
        await clock.sleep(Math.max(0, left));
        return false;
      }
      if (ms > 0) await clock.sleep(ms);
      return true;
    },
  };
}
