import type { AttemptFailure, LostAttempt } from '../protocol/errors.ts';
import type { WriteRuns } from '../scheduling/write-runs.ts';

/** A cut-off request is assumed to run up to this many times as long as the portal's longest recent write. */
const TIMES_LONGEST_RUN = 8;

/** Estimates how long a lost write may still be running, which decides when it may be sent again. */
export interface Doubt {
  /** Tracks the lost attempts of one command, starting with this one. */
  open(attempt: Attempt): LostAttempts;
}

/** What matters of an attempt whose response was lost. */
type Attempt = Pick<LostAttempt, 'failure' | 'sending'>;

/** Attempts of one command whose responses were lost. */
export interface LostAttempts {
  /** The most recent one. */
  readonly latest: Attempt;
  /** When the most recent one was sent, by the clock. */
  readonly sentAt: number;
  add(attempt: Attempt): void;
  /** There was no record at this moment. */
  absent(at: number): void;
  /** The record was found: from its last absence follows how long such requests may run. */
  found(): void;
  /**
   * The moment from which none of them can still be running: a record that does not exist by then was not created by
   * them. A later call may return a later moment, because other writes have turned out to run longer.
   */
  endsAt(): number;
}

export interface DoubtOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly runs: WriteRuns;
  /** The least time, in milliseconds, that a cut-off request may run; the limit of the runs is always safe. */
  readonly repeatAddsAfterMs: number;
}

export function createDoubt({ now, runs, repeatAddsAfterMs }: DoubtOptions): Doubt {
  function runsUntil({ failure, sending }: Attempt): number {
    // Without a record of its sending, it is treated as sent just now.
    const { sentAt, commands } = sending ?? { sentAt: now(), commands: 1 };
    if (isTimeout(failure)) return sentAt + runs.limitMs;
    const one = Math.max(repeatAddsAfterMs, TIMES_LONGEST_RUN * runs.longestMs());
    // The portal runs the commands of a request one after another, and each may be that slow.
    return sentAt + Math.min(runs.limitMs, one * commands);
  }

  return {
    open(first) {
      const attempts = [first];
      let latest = first;
      let absentAt = -Infinity;
      return {
        get latest() {
          return latest;
        },
        get sentAt() {
          return latest.sending?.sentAt ?? now();
        },
        add(attempt) {
          attempts.push(attempt);
          latest = attempt;
        },
        absent(at) {
          absentAt = at;
        },
        found() {
          const { sentAt = absentAt, place = 1 } = latest.sending ?? {};
          if (absentAt > sentAt) runs.ran(absentAt - sentAt, place);
        },
        endsAt: () => Math.max(...attempts.map(runsUntil)),
      };
    },
  };
}

/** Statuses of proxies that gave up waiting while the portal went on. */
const TIMEOUT_STATUSES = new Set([408, 504, 524]);

/** Whether the client or a proxy timed out: then only the portal's own limit on any request applies. */
function isTimeout(failure: AttemptFailure): boolean {
  switch (failure.kind) {
    case 'network':
      return failure.reason === 'timeout';
    case 'unreadable':
    case 'portal':
      return TIMEOUT_STATUSES.has(failure.status);
    default:
      return false;
  }
}
