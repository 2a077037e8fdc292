import type { Clock } from '../clock.ts';
import { refusedHere, type StoppedCall } from '../protocol/retry-after.ts';
import type { OperatingBudget } from './operating-budget.ts';
import type { QueueEntry } from './queue-entry.ts';
import type { Queue } from './queue.ts';
import type { Waiters } from './waiters.ts';

/** Fails commands that wait but can no longer make their deadline when that turns out, not at the deadline. */
export interface Hopeless {
  /** The portal has refused the method of a command: those like it share the refusal. */
  refuseOthers(refused: QueueEntry, refusal: StoppedCall): void;
  /** The portal has reported how much of their budgets these methods have used. */
  refuseUnaffordable(budget: OperatingBudget, methods: ReadonlyMap<string, unknown>): void;
  /** Whether any remaining waiter could still get the outcome in time after this delay. */
  isInTime(entry: QueueEntry, delayMs: number): boolean;
}

export interface HopelessOptions {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly waiters: Waiters;
}

export function createHopeless({ clock, queue, waiters }: HopelessOptions): Hopeless {
  function isInTime(entry: QueueEntry, delayMs: number): boolean {
    const earliest = clock.now() + delayMs;
    return [...entry.waiters].some(
      ({ gone, deadline }) =>
        !gone && earliest <= deadline.queueUntil && earliest + entry.seconds * 1000 <= deadline.answerBy,
    );
  }

  function refuseOthers({ command, operation }: QueueEntry, refusal: StoppedCall): void {
    for (const group of queue.groups()) {
      if (group.credential !== operation.credential || group.method !== command.method.name) continue;
      for (const entry of group.entries)
        if (!isInTime(entry, refusal.retryAfterMs)) waiters.refuse(entry, refusal);
    }
  }

  function refuseUnaffordable(budget: OperatingBudget, methods: ReadonlyMap<string, unknown>): void {
    const now = clock.now();
    for (const { credential, caller, method, entries } of queue.groups()) {
      if (credential.budget !== budget || !methods.has(method)) continue;
      const usedUpMs = budget.usedUpFor(method, now);
      if (usedUpMs === 0) continue;
      const waitMs = Math.max(usedUpMs, budget.waitFor(method, caller.name, now));
      for (const entry of entries) {
        if (isInTime(entry, usedUpMs)) continue;
        waiters.refuse(entry, refusedHere(entry.command.method, 'too-slow', waitMs));
      }
    }
  }

  return { refuseOthers, refuseUnaffordable, isInTime };
}
