import type { Bitrix24Error, Failure } from '../protocol/errors.ts';
import { LONGEST_RUN_MS, type WriteRuns } from '../scheduling/write-runs.ts';

/** A request that was cut may run this many times as long as the longest write that the portal has lately shown. */
const TIMES_LONGEST_RUN = 8;

/** Answers the question that decides when a lost write may be sent again: how long may it still be running? */
export interface Doubt {
  /** The writes that were lost of one command, beginning with this one. */
  open(error: Bitrix24Error): LostAttempts;
}

/** Attempts of one command whose answers were lost. */
export interface LostAttempts {
  /** The latest of them. */
  readonly latest: Bitrix24Error;
  /** When the latest was sent, by the clock. */
  readonly sentAt: number;
  add(error: Bitrix24Error): void;
  /**
   * The moment from which on none of them is running: what does not exist by then, they did not make. May be later when
   * asked again, because other writes have turned out to run longer.
   */
  endsAt(): number;
}

export interface DoubtOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly runs: WriteRuns;
  /** At least so long, in milliseconds, a request that was cut may be running; LONGEST_RUN_MS leaves no doubt. */
  readonly repeatAddsAfterMs: number;
}

export function createDoubt({ now, runs, repeatAddsAfterMs }: DoubtOptions): Doubt {
  function runsUntil({ failure, sending }: Bitrix24Error): number {
    // Without a trace of its sending it is taken for one that has just left.
    const { sentAt, commands } = sending ?? { sentAt: now(), commands: 1 };
    if (isTimeout(failure)) return sentAt + LONGEST_RUN_MS;
    const one = Math.max(repeatAddsAfterMs, TIMES_LONGEST_RUN * runs.longestMs());
    // Of several commands in a request, one may be that slow; the others are as slow as the slowest lately was.
    const all = one * (1 + (commands - 1) / TIMES_LONGEST_RUN);
    return sentAt + Math.min(LONGEST_RUN_MS, all);
  }

  return {
    open(first) {
      const attempts = [first];
      let latest = first;
      return {
        get latest() {
          return latest;
        },
        get sentAt() {
          return latest.sending?.sentAt ?? now();
        },
        add(error) {
          attempts.push(error);
          latest = error;
        },
        endsAt: () => Math.max(...attempts.map(runsUntil)),
      };
    },
  };
}

/** Statuses of proxies that gave up waiting while the portal went on. */
const TIMEOUT_STATUSES = new Set([408, 504, 524]);

/** Whether somebody gave up waiting: then nothing is known but how long a portal lets any request run. */
function isTimeout(failure: Failure): boolean {
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
