import type { Clock } from '../clock.ts';
import type { Capacity } from './capacity.ts';
import { chooseRequest, roomIn, type Moment } from './choose-request.ts';
import type { QueueEntry } from './queue-entry.ts';
import type { Fairness } from './fairness.ts';
import type { Queue } from './queue.ts';

export interface SendLoopOptions {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly capacity: Capacity;
  readonly fairness: Fairness;
  /** Sends a request. Removes its entries from the queue immediately. */
  readonly dispatch: (entries: readonly QueueEntry[]) => void;
}

/**
 * Sends whatever may be sent, on every change and whenever a wait is over. Returns a function that signals a change:
 * commands queued in the same turn are considered together.
 */
export function createSendLoop({ clock, queue, capacity, fairness, dispatch }: SendLoopOptions): () => void {
  let scheduled = false;
  let stopTimer: (() => void) | undefined;

  function sendAllReady(): void {
    stopTimer?.();
    while (queue.size > 0) {
      const now = clock.now();
      const moment: Moment = {
        now,
        tokens: capacity.bucket.tokens(now),
        tokenMs: capacity.tokenMs,
        slotsFreeAt: capacity.slotsFreeAt(now),
      };
      // Most steps end here under load, so they must not look at what waits.
      const roomInMs = roomIn(moment);
      if (roomInMs > 0) {
        waitFor(roomInMs, now);
        return;
      }
      const { ready, nextInMs } = withinBudget(now);
      const choice = chooseRequest(ready, {
        ...moment,
        burst: capacity.bucket.burst,
        maySendBatches: ({ credential, caller }) =>
          credential.budget.waitFor('batch', caller.name, now) === 0,
        laneOf: (operation) => fairness.laneOf(operation, now),
        bulkInFlight: capacity.bulkInFlight(now),
        expectInteractive: fairness.expectsInteractive(now),
        bulkIsOwed: fairness.bulkIsOwed(),
      });
      if (choice.kind === 'wait') {
        waitFor(Math.min(choice.forMs, nextInMs), now);
        return;
      }
      dispatch(choice.entries);
    }
  }

  function waitFor(waitMs: number, now: number): void {
    const forMs = Math.min(waitMs, capacity.nextStallAt(now) - now);
    // A millisecond more than needed, because timers may fire a fraction early.
    if (forMs < Infinity) stopTimer = clock.after(Math.ceil(forMs) + 1, sendAllReady);
  }

  /** The entries whose methods have operating budget left, and when that changes for the rest. */
  function withinBudget(now: number): { readonly ready: QueueEntry[]; readonly nextInMs: number } {
    const ready: QueueEntry[] = [];
    let nextInMs = Infinity;
    for (const { credential, caller, method, entries } of queue.groups()) {
      const { budget } = credential;
      const waitMs = budget.waitFor(method, caller.name, now);
      if (waitMs > 0) nextInMs = Math.min(nextInMs, waitMs);
      else if (budget.takesOne(method, now)) ready.push(...[...entries].slice(0, 1));
      else ready.push(...entries);
    }
    return { ready, nextInMs };
  }

  return () => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      sendAllReady();
    });
  };
}
