/**
 * The memory that responses of all portals take: while they arrive, and until the operations that read them are done.
 */
export interface AnswerMemory {
  /** The most that they may take together, in bytes. */
  readonly limit: number;
  /**
   * What a response that arrives or an operation holds: nothing so far.
   *
   * @param onDisplaced called when all together hold too much and this one holds most. Returns whether it ends and lets go;
   *   if not, what it holds stays counted, and it is not called again
   */
  open(onDisplaced: () => boolean): AnswerHolding;
}

/** What one response or one operation holds. */
export interface AnswerHolding {
  /** Records that it holds so many bytes more. This may displace any holding, its own included. */
  add(bytes: number): void;
  /** It holds nothing anymore, and what is added later does not count. */
  release(): void;
}

/**
 * Bounds what the responses of all portals hold together, by estimate. Nobody knows how large a response is before it
 * is there, so nothing can be refused in advance: whoever holds most ends, and the others go on.
 *
 * @param limit bytes
 */
export function createAnswerMemory(limit: number): AnswerMemory {
  const holders = new Set<Holder>();
  let held = 0;

  function take(holder: Holder): void {
    held -= holder.bytes;
    holder.bytes = 0;
  }

  function largestOfAll(): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of holders) {
      if (!holder.isKept && holder.bytes > (largest?.bytes ?? 0)) largest = holder;
    }
    return largest;
  }

  function makeRoom(): void {
    while (held > limit) {
      const largest = largestOfAll();
      if (!largest) return;
      // Counted as gone at once: one is enough.
      if (largest.onDisplaced()) take(largest);
      else largest.isKept = true;
    }
  }

  return {
    limit,
    open(onDisplaced) {
      const holder: Holder = { bytes: 0, isKept: false, onDisplaced };
      holders.add(holder);
      return {
        add(bytes) {
          if (!holders.has(holder)) return;
          holder.bytes += bytes;
          held += bytes;
          makeRoom();
        },
        release() {
          take(holder);
          holders.delete(holder);
        },
      };
    },
  };
}

interface Holder {
  bytes: number;
  /** It cannot let go before its end. */
  isKept: boolean;
  readonly onDisplaced: () => boolean;
}
