import type { LinkClock } from './link.ts';

/** Work that goes on behind what callers wait for, until it is closed. */
export interface Background {
  /**
   * Runs a task now and then again every `everyMs` milliseconds, until it returns false, or for `forMs` milliseconds. A task
   * that rejects runs again. Returns a function that stops it.
   */
  repeat(task: () => Promise<boolean>, everyMs: number, forMs: number): () => void;
  close(): void;
}

export function createBackground(clock: LinkClock): Background {
  const stops = new Set<() => void>();
  return {
    repeat(task, everyMs, forMs) {
      const endsAt = clock.now() + forMs;
      let cancel: () => void = () => undefined;
      let stopped = false;
      const stop = () => {
        stopped = true;
        cancel();
        stops.delete(stop);
      };
      const next = (goesOn: boolean) => {
        if (stopped) return;
        if (goesOn && clock.now() < endsAt) cancel = clock.after(everyMs, run);
        else stop();
      };
      const run = () => {
        task().then(next, () => {
          next(true);
        });
      };
      stops.add(stop);
      run();
      return stop;
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
