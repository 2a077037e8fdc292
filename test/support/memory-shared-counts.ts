import type { SharedCounts } from '../../src/state/shared-counts.ts';

/** Counts that replicas in one process share, by the clock of a test. */
export function memorySharedCounts(now: () => number, windowMs: number, replicas = 2): SharedCounts {
  const totals = new Map<string, number>();
  let window = -1;
  return {
    add(counts) {
      const current = Math.floor(now() / windowMs);
      if (current !== window) totals.clear();
      window = current;
      for (const [name, more] of counts) totals.set(name, (totals.get(name) ?? 0) + more);
      return Promise.resolve({
        window: String(window),
        endsInMs: (window + 1) * windowMs - now(),
        totals: new Map([...counts.keys()].map((name) => [name, totals.get(name) ?? 0])),
      });
    },
    replicas: () => replicas,
  };
}
