import { sleep, type Clock } from '../clock.ts';
import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import type { Bitrix24Error } from '../protocol/errors.ts';
import type { Deadline } from '../scheduling/deadline.ts';

/** Runs one command until the deadline; the scheduler's way of doing it. */
export type Run = <T>(query: Query<T>, deadline: Deadline) => Promise<Reply<T> | Bitrix24Error>;

/** Lookups and repeats that follow a lost write, up to one deadline. */
export interface Attempts {
  readonly clock: Clock;
  run<T>(query: Query<T>): Promise<Reply<T> | Bitrix24Error>;
  /** Runs a write so that there is time left to look up what became of it. */
  runLeavingTime<T>(query: Query<T>): Promise<Reply<T> | Bitrix24Error>;
  /** Waits for a moment by the clock. False, at once, if nothing would be worth sending then. */
  sleepUntil(moment: number): Promise<boolean>;
  /** The last moment at which something is worth sending. */
  readonly lastChanceAt: number;
}

/** Time that a lookup or a repeat needs at least to be worth sending, in milliseconds. */
export const SHORTEST_TRY_MS = 1_000;

/** @param deadlineAt when nobody waits for the outcome any more, by the clock */
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

/** How long before its deadline an open connection is no longer waited on, in milliseconds: a lookup takes that. */
const SETTLING_MS = 3_000;

/** The time to leave for settling, of a write that is sent now. */
export function settlingTime(now: number, deadlineAt: number): number {
  return Math.min(SETTLING_MS, Math.max(0, deadlineAt - now) / 4);
}
