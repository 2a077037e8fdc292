/** Counts work in progress. */
export interface Pending {
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves as soon as no work is in progress. */
  none(): Promise<void>;
}

export function createPending(): Pending {
  let count = 0;
  const waiting = new Set<() => void>();
  return {
    async during(work) {
      count += 1;
      try {
        return await work();
      } finally {
        count -= 1;
        if (count === 0) for (const resolve of waiting) resolve();
        if (count === 0) waiting.clear();
      }
    },
    none: () =>
      new Promise((resolve) => {
        if (count === 0) resolve();
        else waiting.add(resolve);
      }),
  };
}
