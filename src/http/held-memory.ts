/** The memory that requests hold until they are done, estimated in bytes. */
export interface HeldMemory {
  /** What a new request of this caller holds: nothing so far. */
  open(caller: string): Holding;
}

/** What one request holds. */
export interface Holding {
  /** Records that it holds so many bytes in total. Returns false, and records nothing, if that is too much. */
  resize(bytes: number): boolean;
  /** It holds nothing anymore. */
  release(): void;
}

/**
 * Bounds what all requests hold together, so that a slow portal cannot fill the memory with requests that wait for it.
 * No caller can use it up: each may hold at most as much as it leaves for others. The first gets half of it at most,
 * the next one half of the rest, and so on.
 *
 * @param total bytes
 */
export function createHeldMemory(total: number): HeldMemory {
  const heldBy = new Map<string, number>();
  let held = 0;

  return {
    open(caller) {
      let own = 0;

      function set(bytes: number): void {
        const ofCaller = (heldBy.get(caller) ?? 0) + bytes - own;
        held += bytes - own;
        own = bytes;
        if (ofCaller > 0) heldBy.set(caller, ofCaller);
        else heldBy.delete(caller);
      }

      return {
        resize(bytes) {
          const ofCaller = (heldBy.get(caller) ?? 0) + bytes - own;
          const left = total - (held + bytes - own);
          if (bytes > own && ofCaller > left) return false;
          set(bytes);
          return true;
        },
        release() {
          set(0);
        },
      };
    },
  };
}
