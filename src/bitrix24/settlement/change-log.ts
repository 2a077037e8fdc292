import { CHANGES_KEPT_MS, type PortalLocks } from '../../state/portal-locks.ts';
import type { Clock } from '../clock.ts';
import { isCreatedAfter } from './highest-id.ts';

/** Which records were changed or deleted, for longer than idempotency keys are kept. */
export interface ChangeLog {
  /** A write that changes or deletes this record is about to be sent. It may run until then. */
  changing(id: bigint, runsUntil: number): void;
  /**
   * Whether any record above this id may have been changed or deleted in the last so many milliseconds; also true if that
   * can never be known. Undefined if it cannot be known now.
   */
  mayHaveChanged(above: bigint, agoMs: number): Promise<boolean | undefined>;
}

/** Clocks of Redis and of processes may differ in speed. */
const MARGIN_MS = 1_000;

/** @param sharedLocks of all replicas; undefined if there are none */
export function createChangeLog(clock: Clock, sharedLocks: PortalLocks | undefined): ChangeLog {
  const startedAt = clock.now();
  /** Until when a change of each may run, the last one last. */
  const changed = new Map<bigint, number>();
  return {
    changing(id, runsUntil) {
      const until = Math.max(runsUntil, changed.get(id) ?? -Infinity);
      changed.delete(id);
      changed.set(id, until);
      for (const [oldest, endedAt] of changed) {
        if (endedAt > clock.now() - CHANGES_KEPT_MS) break;
        changed.delete(oldest);
      }
    },
    async mayHaveChanged(above, agoMs) {
      const ms = agoMs + MARGIN_MS;
      const since = clock.now() - ms;
      if (ms > CHANGES_KEPT_MS || (!sharedLocks && since + MARGIN_MS < startedAt)) return true;
      if ([...changed].some(([id, until]) => until >= since && isCreatedAfter(above, id))) return true;
      if (!sharedLocks) return false;
      return (await sharedLocks.changedWithin(ms))?.some((id) => isCreatedAfter(above, id));
    },
  };
}
