/** Time as the engine sees it; a test passes a virtual one. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs a task once, so many milliseconds from now. Answers with a function that withdraws it. */
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

/** Resolves so many milliseconds from now. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
