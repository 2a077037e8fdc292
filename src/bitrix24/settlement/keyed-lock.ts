import type { Clock } from '../clock.ts';

/** Lets those who name the same keys go one after another, in the order in which they asked. */
export interface KeyedLock {
  /**
   * Takes all keys at once. Returns a function that gives them back, or a promise of it if any key is taken: what is
   * free is available in this very turn.
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

/** The lock, or undefined if it does not come before the deadline; it is then given back as soon as it comes. */
export function acquiredInTime(
  acquired: Promise<() => void>,
  deadlineAt: number,
  clock: Clock,
): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    let late = false;
    const cancel = clock.after(Math.max(0, deadlineAt - clock.now()), () => {
      late = true;
      resolve(undefined);
    });
    void acquired.then((release) => {
      cancel();
      if (late) release();
      else resolve(release);
    });
  });
}
