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
  /** Waits for a moment by the clock. False, at once, if nothing would be worth sending then. */
  sleepUntil(moment: number): Promise<boolean>;
}

/** Time that a lookup or a repeat needs at least to be worth sending, in milliseconds. */
export const SHORTEST_TRY_MS = 1_000;

/** @param deadlineAt when nobody waits for the outcome any more, by the clock */
export function createAttempts(clock: Clock, run: Run, deadlineAt: number): Attempts {
  return {
    clock,
    run: (query) => run(query, { queueUntil: deadlineAt, answerBy: deadlineAt }),
    async sleepUntil(moment) {
      if (moment + SHORTEST_TRY_MS > deadlineAt) return false;
      await sleep(clock, Math.max(0, moment - clock.now()));
      return true;
    },
  };
}
