/** Time as the engine sees it; a test passes a virtual one. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs a task once, after `delayMs` milliseconds. Returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The machine's own clock. */
export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Resolves after `delayMs` milliseconds. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** A clock that runs no more tasks once it is stopped; its timers do not keep the process alive. */
export function stoppable(clock: Clock): Clock & { stop(): void } {
  const timers = new Set<() => void>();
  let stopped = false;
  return {
    now: () => clock.now(),
    after(delayMs, task) {
      if (stopped) return () => undefined;
      const stopTimer = clock.after(delayMs, () => {
        timers.delete(cancel);
        task();
      });
      const cancel = () => {
        timers.delete(cancel);
        stopTimer();
      };
      timers.add(cancel);
      return cancel;
    },
    stop() {
      stopped = true;
      for (const cancel of timers) cancel();
    },
  };
}
