import type { PortalLocks } from '../../state/portal-locks.ts';
import type { Clock } from '../clock.ts';
import type { Command } from '../protocol/command.ts';
import type { Bitrix24Error } from '../protocol/errors.ts';
import { refusedHere } from '../protocol/retry-after.ts';
import type { Deadline } from '../scheduling/deadline.ts';
import type { HighestId } from './highest-id.ts';
import type { HeldLock } from './keyed-lock.ts';

/** See `PortalLock.changedAbove`. */
export type ChangedAbove = (id: bigint) => Promise<readonly bigint[] | undefined>;

/** A lock of this process, or of all replicas. */
export interface HeldEverywhere extends HeldLock {
  /** @param created the ids of the records that the write has created */
  release(created?: readonly bigint[]): void;
  /** Undefined where there is only one process. */
  readonly changedAbove?: ChangedAbove;
}

/** How long to wait for what others changed when no caller waits any more, in milliseconds. */
const LEARN_BEHIND_MS = 10_000;

export interface LockEverywhereOptions {
  readonly command: Command;
  readonly deadline: Deadline;
  /** The lock of the same keys in this process. */
  readonly held: HeldLock;
  readonly sharedLocks: PortalLocks;
  readonly highestId: HighestId;
  readonly clock: Clock;
  /** No request runs longer than this after it was sent, in milliseconds. */
  readonly longestRunMs: number;
}

/**
 * Locks what a write touches on all replicas, after it was locked in this process, and learns the highest id that any of
 * them knows. Returns a lock for both, or why the write must not be sent.
 *
 * While it is not known what other replicas do, an add is refused, because it could create a duplicate. Other writes only
 * risk their order, and go on with the lock of this process.
 */
export async function lockEverywhere(
  options: LockEverywhereOptions,
): Promise<HeldEverywhere | Bitrix24Error> {
  const { command, deadline, held, sharedLocks, highestId, clock, longestRunMs } = options;
  const { method, touches = [], changes } = command;
  const isAdd = method.kind === 'write' && method.settlement === 'by-lookup';
  const now = clock.now();
  const lock = await sharedLocks.acquire({
    keys: touches,
    isAdd,
    changes,
    // Whatever was sent by the last deadline may run on the portal from then on.
    forMs: deadline.answerBy - now + longestRunMs,
    waitMs: deadline.queueUntil - now,
  });
  if ('refused' in lock) {
    if (lock.refused === 'unavailable' && !isAdd) return held;
    const reason = lock.refused === 'held' ? 'unsettled' : 'no-shared-state';
    return refusedHere(method, reason, lock.freeInMs);
  }
  highestId.raise(lock.highestId);
  return {
    changedAbove(id) {
      const leftMs = deadline.answerBy - clock.now();
      return lock.changedAbove(id, leftMs > 0 ? leftMs : LEARN_BEHIND_MS);
    },
    release(created) {
      lock.release(highestId.value, created);
      held.release();
    },
    linger(until) {
      const forMs = until - clock.now();
      if (forMs > 0) lock.linger(forMs);
      else lock.release(highestId.value);
      held.linger(until);
    },
  };
}
