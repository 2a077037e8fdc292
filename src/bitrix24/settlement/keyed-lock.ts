import type { Clock } from '../clock.ts';

/**
 * Serializes holders of the same keys, in the order in which they asked. A caller has few places to wait for a key, so
 * that none can queue up in front of the others.
 */
export interface KeyedLock {
  /**
   * Acquires all keys at once: synchronously if they are free, so that siblings can be sent together. Otherwise returns
   * a promise, which resolves with a refusal if they do not become free in time.
   */
  acquire(request: LockRequest): HeldLock | Promise<HeldLock | LockRefusal>;
  /** Resolves as soon as no key is held. */
  allFree(): Promise<void>;
}

export interface LockRequest {
  readonly caller: string;
  /** In how many places the caller may wait for one of the keys, this one included. */
  readonly places: number;
  readonly keys: readonly string[];
  /** When the holder will have ended at the latest, by the clock. */
  readonly endsBy: number;
  /** Until when it waits. */
  readonly waitUntil: number;
}

/**
 * `held`: the keys do not become free in time. `waiting`: the caller already waits for them in as many places as it may.
 */
export interface LockRefusal {
  readonly refused: 'held' | 'waiting';
  /** By then, that reason is gone. */
  readonly until: number;
}

export interface HeldLock {
  /** May be called more than once. */
  release(): void;
  /** Releases it at a moment, unless it is released earlier. */
  linger(until: number): void;
}

/** A holder of keys, or one that waits for them. */
interface Place {
  readonly caller: string;
  endsBy: number;
  /** Until when it waits at most; undefined once it holds its keys. */
  waitsUntil: number | undefined;
  /** Its work has ended, but it keeps the keys until `endsBy`. */
  lingers: boolean;
  /** Resolves when it has ended, and all before it. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

export function createKeyedLock(clock: Clock): KeyedLock {
  /** In the order in which they asked. */
  const places = new Map<string, Set<Place>>();
  const waitingForAll = new Set<() => void>();

  const allAt = (keys: readonly string[]) => keys.flatMap((key) => [...(places.get(key) ?? [])]);

  function enter({ keys, caller, endsBy }: LockRequest): Place {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const place: Place = { caller, endsBy, waitsUntil: undefined, lingers: false, ended, end };
    for (const key of keys) places.set(key, (places.get(key) ?? new Set()).add(place));
    return place;
  }

  function leave(keys: readonly string[], place: Place): void {
    for (const key of keys) {
      const all = places.get(key);
      all?.delete(place);
      if (all?.size === 0) places.delete(key);
    }
    if (places.size > 0) return;
    for (const resolve of waitingForAll) resolve();
    waitingForAll.clear();
  }

  /** The refusal of keys whose holders, and all that wait for them, take longer than somebody can wait. */
  const late = (keys: readonly string[]): LockRefusal => ({
    refused: 'held',
    until: Math.max(...allAt(keys).map(({ endsBy }) => endsBy)),
  });

  function held(keys: readonly string[], place: Place): HeldLock {
    let cancel: (() => void) | undefined;
    const release = () => {
      cancel?.();
      leave(keys, place);
      place.end();
    };
    return {
      release,
      linger(until) {
        if (keys.length === 0 || until <= clock.now()) {
          release();
          return;
        }
        place.endsBy = until;
        place.lingers = true;
        cancel = clock.after(until - clock.now(), release);
      },
    };
  }

  return {
    acquire(request) {
      const { keys, caller, places: most, waitUntil } = request;
      const before = allAt(keys);
      if (before.some((each) => each.lingers && each.endsBy > waitUntil)) return Promise.resolve(late(keys));
      const own = [...new Set(before)].flatMap((each) =>
        each.caller === caller ? (each.waitsUntil ?? []) : [],
      );
      if (own.length >= most) return Promise.resolve({ refused: 'waiting', until: Math.min(...own) });
      const last = keys.flatMap((key) => [...(places.get(key) ?? [])].at(-1)?.ended ?? []);
      const place = enter(request);
      if (last.length === 0) return held(keys, place);
      place.waitsUntil = waitUntil;
      const turn = Promise.all(last);
      return new Promise((resolve) => {
        const cancel = clock.after(Math.max(0, waitUntil - clock.now()), () => {
          leave(keys, place);
          void turn.then(place.end);
          resolve(late(keys));
        });
        void turn.then(() => {
          cancel();
          place.waitsUntil = undefined;
          resolve(held(keys, place));
        });
      });
    },
    allFree: () =>
      new Promise((resolve) => {
        if (places.size === 0) resolve();
        else waitingForAll.add(resolve);
      }),
  };
}
