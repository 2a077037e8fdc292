import type { PortalLock, PortalLocks } from '../../src/state/portal-locks.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Between two attempts to take locks that others hold, in milliseconds. */
const POLL_MS = 40;

/** Locks that several engines share, in virtual time and without a network between them. */
export function createMemoryPortalLocks(time: VirtualTime): PortalLocks {
  const holders = new Map<string, { readonly owner: symbol; endsAt: number }>();
  const changed = new Map<bigint, number>();
  const created = new Set<bigint>();
  let highestId = 0n;

  const owned = (keys: readonly string[], owner: symbol) =>
    keys.filter((key) => holders.get(key)?.owner === owner);
  const heldUntil = (keys: readonly string[]) =>
    Math.max(...keys.map((key) => holders.get(key)?.endsAt ?? -Infinity));

  function held(keys: readonly string[], owner: symbol): PortalLock {
    return {
      highestId,
      release(highest, ids = []) {
        if (highest > highestId) highestId = highest;
        for (const id of ids) created.add(id);
        for (const key of owned(keys, owner)) holders.delete(key);
      },
      linger(forMs) {
        for (const key of owned(keys, owner)) holders.set(key, { owner, endsAt: time.now() + forMs });
      },
      changedAbove: (id) =>
        Promise.resolve(
          [...changed.keys()].filter(
            (each) => each > id && !created.has(each) && (changed.get(each) ?? 0) > time.now(),
          ),
        ),
    };
  }

  return {
    changedWithin: (ms) =>
      Promise.resolve([...changed.keys()].filter((id) => (changed.get(id) ?? 0) >= time.now() - ms)),
    async acquire({ keys, changes, forMs, waitMs }) {
      const waitUntil = time.now() + waitMs;
      while (heldUntil(keys) > time.now()) {
        if (time.now() >= waitUntil) return { refused: 'held', freeInMs: heldUntil(keys) - time.now() };
        await time.sleep(POLL_MS);
      }
      const owner = Symbol('owner');
      for (const key of keys) holders.set(key, { owner, endsAt: time.now() + forMs });
      if (changes !== undefined) changed.set(changes, time.now() + forMs);
      return held(keys, owner);
    },
  };
}
