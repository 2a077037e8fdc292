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
  /** Whether there is room for another one that cannot let go before its end. */
  mayKeep(): boolean;
}

/** What one response or one operation holds. */
export interface AnswerHolding {
  /** Records that it holds so many bytes more. This may displace any holding, its own included. */
  add(bytes: number): void;
  /** From now on, it cannot let go before its end. */
  keep(): void;
  /** It holds nothing anymore, and what is added later does not count. */
  release(): void;
}

/** The part that those may hold that cannot let go before their end. */
const SHARE_OF_KEPT = 1 / 2;

/**
 * Bounds what the responses of all portals hold together, by estimate. Nobody knows how large a response is before it
 * is there, so nothing can be refused in advance: whoever holds most ends, and the others go on. While what cannot
 * let go holds more than half, no other of its kind may begin.
 *
 * @param limit bytes
 */
export function createAnswerMemory(limit: number): AnswerMemory {
  const holders = new Set<Holder>();
  let held = 0;
  let kept = 0;
  const mayKeep = () => kept <= limit * SHARE_OF_KEPT;

  function change(holder: Holder, bytes: number): void {
    holder.bytes += bytes;
    held += bytes;
    if (holder.isKept) kept += bytes;
  }

  /** The one that holds most, of those that have not been asked in vain. */
  function largestOfAll(): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of holders) {
      if (!holder.isAsked && holder.bytes > (largest?.bytes ?? 0)) largest = holder;
    }
    return largest;
  }

  function makeRoom(): void {
    while (held > limit) {
      const largest = largestOfAll();
      if (!largest) return;
      // Counted as gone at once: one is enough.
      if (largest.onDisplaced()) change(largest, -largest.bytes);
      else largest.isAsked = true;
    }
  }

  return {
    limit,
    mayKeep,
    open(onDisplaced) {
      const holder: Holder = { bytes: 0, isKept: false, isAsked: false, onDisplaced };
      holders.add(holder);
      return {
        add(bytes) {
          if (!holders.has(holder)) return;
          change(holder, bytes);
          makeRoom();
        },
        keep() {
          if (!holders.has(holder) || holder.isKept) return;
          holder.isKept = true;
          kept += holder.bytes;
        },
        release() {
          change(holder, -holder.bytes);
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
  /** It was asked to let go, and has not. */
  isAsked: boolean;
  readonly onDisplaced: () => boolean;
}
