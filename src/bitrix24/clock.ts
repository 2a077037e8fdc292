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
