import type { ServerResponse } from 'node:http';
import { createHeldMemory } from './held-memory.ts';
import { isClosed } from './queued-responses.ts';
import { whenClosed } from './when-closed.ts';

export interface ResponseRoomOptions {
  /** What large responses may take together until their clients have read them, in bytes. */
  readonly totalBytes: number;
  /** How long a response waits for room at most, in milliseconds. */
  readonly patienceMs: number;
}

/** The room for large responses. Each takes its part before it is encoded, and until it is written or given up. */
export interface ResponseRoom {
  /**
   * Resolves as soon as there is room for a response, as nobody is there to read it, or as it has waited long enough.
   *
   * @param address whom it counts for: the clients of an address get half of the room at most, the next one half of the
   *   rest, and so on
   */
  enter(response: ServerResponse, address: string, bytes: number): Promise<void>;
}

/** No response counts for more than this share, so that each finds room before long. */
const LARGEST_SHARE = 1 / 8;

export function createResponseRoom({ totalBytes, patienceMs }: ResponseRoomOptions): ResponseRoom {
  const held = createHeldMemory(totalBytes);
  // In the order in which they came.
  const waiting = new Set<() => void>();

  return {
    enter(response, address, bytes) {
      if (isClosed(response)) return Promise.resolve();
      const holding = held.open(address);
      const wanted = Math.min(bytes, totalBytes * LARGEST_SHARE);
      whenClosed(response, () => {
        holding.release();
        for (const tryAgain of waiting) tryAgain();
      });
      if (holding.resize(wanted)) return Promise.resolve();
      return new Promise((resolve) => {
        function go(): void {
          clearTimeout(timer);
          waiting.delete(tryAgain);
          resolve();
        }
        function tryAgain(): void {
          if (isClosed(response) || holding.resize(wanted)) go();
        }
        const timer = setTimeout(go, patienceMs);
        waiting.add(tryAgain);
      });
    },
  };
}
