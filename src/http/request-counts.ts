/** How many requests each sender has sent in the current window of time. */
export interface RequestCounts {
  /** Counts a request. Returns how many there are of this sender, and in how many milliseconds the window ends. */
  add(name: string): RequestCount;
  /** The current window ends in so many milliseconds. */
  endIn(ms: number): void;
}

export interface RequestCount {
  readonly count: number;
  readonly endsInMs: number;
}

export interface RequestCountsOptions {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly windowMs: number;
  /** How many senders are kept. */
  readonly room: number;
}

/**
 * Counts requests in bounded memory so that nobody's count can be lost. While there is room every count is exact. Then
 * a newcomer takes the place of a sender with the lowest count and goes on from there: no count is ever too low, and
 * the highest stay. A count is too high by at most the requests of a window divided by the room.
 *
 * Source: Metwally, Agrawal, El Abbadi: "Efficient computation of frequent and top-k elements in data streams"
 * ("Space-Saving"), 2005.
 */
export function createRequestCounts({ now, windowMs, room }: RequestCountsOptions): RequestCounts {
  const counts = new Map<string, number>();
  // The senders by their counts, so that one with the lowest is found at once.
  const senders = new Map<number, Set<string>>();
  let lowest = 0;
  let startedAt = now();

  function put(name: string, count: number): void {
    counts.set(name, count);
    const alike = senders.get(count) ?? new Set();
    alike.add(name);
    senders.set(count, alike);
  }

  function remove(name: string, count: number): void {
    counts.delete(name);
    const alike = senders.get(count);
    alike?.delete(name);
    if (alike?.size === 0) senders.delete(count);
  }

  /** What a sender is known to have sent; a newcomer without a place of its own takes one. */
  function takeOut(name: string): number {
    const known = counts.get(name);
    if (known !== undefined) {
      remove(name, known);
      return known;
    }
    if (counts.size < room) return 0;
    const [last] = senders.get(lowest) ?? [];
    if (last !== undefined) remove(last, lowest);
    return lowest;
  }

  return {
    add(name) {
      const at = now();
      if (at - startedAt >= windowMs) {
        counts.clear();
        senders.clear();
        startedAt = at;
      }
      const before = takeOut(name);
      const count = before + 1;
      put(name, count);
      // The sender with the lowest count now has one more, so no one can be further off than that.
      if (count === 1 || (before === lowest && !senders.has(lowest))) lowest = count;
      return { count, endsInMs: startedAt + windowMs - at };
    },
    endIn(ms) {
      startedAt = now() + ms - windowMs;
    },
  };
}
