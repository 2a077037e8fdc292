import type { Clock } from '../../../src/emulator/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets so much time pass, waking sleepers in order of their alarms. */
  advance(ms: number): Promise<void>;
  /** Resolves when so many are asleep, without letting time pass. */
  sleeping(count: number): Promise<void>;
}

/** A clock that stands still until it is told otherwise. */
export function virtualClock(start = Date.UTC(2026, 2, 16, 9, 42, 8)): VirtualClock {
  let now = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((resolve) => {
        sleepers.push({ at: now + ms, wake: resolve });
      }),
    sleeping: async (count) => {
      while (sleepers.length < count) await turn();
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await turn();
        const next = sleepers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
        if (next === undefined) break;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        now = Math.max(now, next.at);
        next.wake();
      }
      now = end;
      await turn();
    },
  };
}
