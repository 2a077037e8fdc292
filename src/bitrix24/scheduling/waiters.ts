import type { Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, type Failure } from '../protocol/errors.ts';
import type { StoppedCall } from '../protocol/retry-after.ts';
import type { Deadline } from './deadline.ts';
import type { QueuedCall } from '../events.ts';
import type { Origin } from '../origin.ts';
import type { QueueEntry, Waiter } from './queue-entry.ts';

/** The waiters of commands: how they join, get their outcome, and give up. */
export interface Waiters {
  /**
   * Waits for the outcome of a command, until the deadline or until the operation is cancelled.
   *
   * @param cancellations callbacks that the operation runs when it is cancelled
   */
  join(
    entry: QueueEntry,
    origin: Origin | undefined,
    deadline: Deadline,
    cancellations: Set<() => void>,
  ): Promise<Reply | Bitrix24Error>;
  /** Resolves every waiter of a command. */
  resolve(entry: QueueEntry, outcome: Reply | Bitrix24Error): void;
  /** The same for a command that was not sent, because it can no longer make its deadline. */
  refuse(entry: QueueEntry, refusal: StoppedCall): void;
  /** The same for a command that was sent in vain, and that there is no time to send again. */
  giveUp(entry: QueueEntry): void;
  /** The gateway itself failed: rejects every waiter of the command. */
  reject(entry: QueueEntry, fault: unknown): void;
}

export interface WaitersOptions {
  readonly clock: Clock;
  readonly observe: Observe;
  /** The refusal of a command that can no longer make its deadline. */
  readonly tooSlow: (entry: QueueEntry) => StoppedCall;
  /** The command has lost its last waiter, or its waiters are about to be resolved. */
  readonly onEnd: (entry: QueueEntry) => void;
}

const CANCELLED: Failure = { kind: 'refused-here', reason: 'cancelled' };

/** The call that ends if one of its waiters leaves; undefined if there are others. */
function callOfLast({ call, waiters }: QueueEntry): QueuedCall | undefined {
  return waiters.size === 1 ? call : undefined;
}

export function createWaiters({ clock, observe, tooSlow, onEnd }: WaitersOptions): Waiters {
  function leave(entry: QueueEntry, waiter: Waiter, error: Bitrix24Error): void {
    entry.waiters.delete(waiter);
    waiter.stop();
    waiter.resolve(error);
    if (entry.waiters.size === 0) onEnd(entry);
  }

  function cancel(entry: QueueEntry, waiter: Waiter): void {
    // A command in flight cannot be cancelled, and its outcome is still worth knowing.
    if (entry.state === 'in-flight') {
      waiter.gone = true;
      return;
    }
    const { method } = entry.command;
    observe({ kind: 'cancelled', method: method.name, call: callOfLast(entry), origin: waiter.origin });
    leave(entry, waiter, new Bitrix24Error(method, CANCELLED));
  }

  function expire(entry: QueueEntry, waiter: Waiter): void {
    if (entry.state === 'in-flight') return;
    const { method } = entry.command;
    const { origin } = waiter;
    const refusal = tooSlow(entry);
    const { retryAfterMs } = refusal;
    const call = callOfLast(entry);
    observe({ kind: 'refused', method: method.name, call, origin, reason: 'too-slow', retryAfterMs });
    // The portal's last error is more useful than the fact that there was no retry.
    const { failure, retryAfterMs: known } = entry.lastError ?? {};
    leave(
      entry,
      waiter,
      failure
        ? new Bitrix24Error(method, failure, { retryAfterMs: known === undefined ? undefined : retryAfterMs })
        : refusal,
    );
  }

  function dismiss(entry: QueueEntry, answer: (waiter: Waiter) => void): void {
    onEnd(entry);
    for (const waiter of entry.waiters) {
      waiter.stop();
      answer(waiter);
    }
    entry.waiters.clear();
  }

  function resolve(entry: QueueEntry, outcome: Reply | Bitrix24Error): void {
    dismiss(entry, (waiter) => {
      waiter.resolve(outcome);
    });
  }

  return {
    join: (entry, origin, deadline, cancellations) =>
      new Promise((resolve, reject) => {
        const onCancelled = () => {
          cancel(entry, waiter);
        };
        const stopTimer = clock.after(Math.max(0, deadline.queueUntil - clock.now()), () => {
          expire(entry, waiter);
        });
        const waiter: Waiter = {
          origin,
          deadline,
          resolve,
          reject,
          gone: false,
          stop() {
            stopTimer();
            cancellations.delete(onCancelled);
          },
        };
        cancellations.add(onCancelled);
        entry.waiters.add(waiter);
        entry.answerBy = Math.max(entry.answerBy, deadline.answerBy);
      }),
    resolve,
    giveUp(entry) {
      resolve(entry, tooSlow(entry));
    },
    refuse(entry, refusal) {
      const { call } = entry;
      const { method } = entry.command;
      const { retryAfterMs } = refusal;
      dismiss(entry, (waiter) => {
        const { origin } = waiter;
        observe({ kind: 'refused', method: method.name, call, origin, reason: 'too-slow', retryAfterMs });
        waiter.resolve(refusal);
      });
    },
    reject(entry, fault) {
      dismiss(entry, (waiter) => {
        waiter.reject(fault);
      });
    },
  };
}
