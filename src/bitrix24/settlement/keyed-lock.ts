/** Lets those who name the same things go one after another, in the order in which they asked. */
export interface KeyedLock {
  /**
   * Takes all keys at once. Answers with a function that gives them back, or with a promise of it if any is taken.
   */
  acquire(keys: readonly string[]): (() => void) | Promise<() => void>;
}

export function createKeyedLock(): KeyedLock {
  const tails = new Map<string, Promise<void>>();

  return {
    acquire(keys) {
      const before = keys.flatMap((key) => tails.get(key) ?? []);
      let free: (() => void) | undefined;
      const tail = new Promise<void>((resolve) => {
        free = resolve;
      });
      for (const key of keys) tails.set(key, tail);
      const release = () => {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
        free?.();
      };
      if (before.length === 0) return release;
      return Promise.all(before).then(() => release);
    },
  };
}
