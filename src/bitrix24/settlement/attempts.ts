import { sleep, type Clock } from '../clock.ts';
import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import type { Bitrix24Error } from '../protocol/errors.ts';
import type { Deadline } from '../scheduling/deadline.ts';

/** Runs one command until the deadline; the scheduler's way of doing it. */
export type Run = <T>(query: Query<T>, deadline: Deadline) => Promise<Reply<T> | Bitrix24Error>;

/** Lookups and retries that follow a lost write, up to one deadline. */
export interface Attempts {
  readonly clock: Clock;
  run<T>(query: Query<T>): Promise<Reply<T> | Bitrix24Error>;
  /** Runs a write with enough time left to look up its outcome. */
  runLeavingTime<T>(query: Query<T>): Promise<Reply<T> | Bitrix24Error>;
  /** Sleeps until a moment. Returns false immediately if nothing would be worth sending then. */
  sleepUntil(moment: number): Promise<boolean>;
  /** The last moment at which something is worth sending. */
  readonly lastChanceAt: number;
}

/** Minimum time left for a lookup or a retry to be worth sending, in milliseconds. */
export const SHORTEST_TRY_MS = 1_000;

/** @param deadlineAt when the caller stops waiting for the outcome, by the clock */
export function createAttempts(clock: Clock, run: Run, deadlineAt: number): Attempts {
  return {
    clock,
    run: (query) => run(query, { queueUntil: deadlineAt, answerBy: deadlineAt }),
    runLeavingTime(query) {
      const answerBy = deadlineAt - settlingTime(clock.now(), deadlineAt);
      return run(query, { queueUntil: answerBy, answerBy });
    },
    async sleepUntil(moment) {
      if (moment + SHORTEST_TRY_MS > deadlineAt) return false;
      await sleep(clock, Math.max(0, moment - clock.now()));
      return true;
    },
    lastChanceAt: deadlineAt - SHORTEST_TRY_MS,
  };
}

/** How long before its deadline a write in flight is given up, in milliseconds: a lookup needs that time. */
const SETTLING_MS = 3_000;

/** The time to reserve for settling a write that is sent now. */
export function settlingTime(now: number, deadlineAt: number): number {
  return Math.min(SETTLING_MS, Math.max(0, deadlineAt - now) / 4);
}
