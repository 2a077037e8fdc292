import type { Observe } from '../events.ts';
import type { Query } from '../protocol/command.ts';
import { Bitrix24Error } from '../protocol/errors.ts';
import type { Capacity } from './capacity.ts';
import type { Lane } from './choose-request.ts';
import type { Deadline } from './deadline.ts';
import type { Entry } from './entry.ts';

/** The most commands that may wait. */
const MAX_QUEUE = 5_000;

/** Refuses at once what could not be answered in time anyway. */
export interface Admission {
  /** Why a command is not taken; undefined if it is. */
  refusalOf(command: Query, lane: Lane, seconds: number, deadline: Deadline): Bitrix24Error | undefined;
  /** Milliseconds until a command of this lane could be answered. */
  retryAfterMs(lane: Lane): number;
}

export interface AdmissionOptions {
  readonly now: () => number;
  readonly observe: Observe;
  readonly capacity: Capacity;
  readonly queue: ReadonlySet<Entry>;
}

export function createAdmission({ now, observe, capacity, queue }: AdmissionOptions): Admission {
  /** When the queue, as far as it goes before `lane`, and so much more work can be done. */
  function expectedEnd(lane: Lane, seconds: number): number {
    let work = seconds;
    for (const entry of queue) {
      if (lane === 'bulk' || entry.operation.lane === 'interactive') work += entry.seconds;
    }
    return capacity.finishesAt(now(), work, seconds);
  }

  const retryAfterMs = (lane: Lane) => Math.max(1, Math.ceil(expectedEnd(lane, 0) - now()));

  function refuse(command: Query, reason: 'queue-full' | 'too-slow', waitMs: number): Bitrix24Error {
    observe({ kind: 'refused', method: command.method.name, reason, retryAfterMs: waitMs });
    return new Bitrix24Error(command.method, { kind: 'refused-here', reason }, waitMs);
  }

  return {
    retryAfterMs,
    refusalOf(command, lane, seconds, { queueUntil }) {
      if (queue.size >= MAX_QUEUE) return refuse(command, 'queue-full', retryAfterMs(lane));
      // A command that would be the first is sent even if it will hardly be in time.
      if (queue.size === 0 && capacity.inFlight === 0) return undefined;
      const lateMs = Math.ceil(expectedEnd(lane, seconds) - queueUntil);
      return lateMs > 0 ? refuse(command, 'too-slow', lateMs) : undefined;
    },
  };
}
