import type { Clock } from './clock.ts';

/** The time that one HTTP request may run, including all commands of a batch. */
export interface RequestRunTime {
  /** Resolves after `seconds`; to false, and earlier, if the request runs out of time. */
  spend(seconds: number): Promise<boolean>;
}

export function createRequestRunTime(clock: Clock, maxSeconds: number): RequestRunTime {
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
