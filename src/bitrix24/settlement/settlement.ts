import type { Clock } from '../clock.ts';
import type { Observe } from '../events.ts';
import type { Command, Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, isLostWrite } from '../protocol/errors.ts';
import type { Deadline } from '../scheduling/deadline.ts';
import { createAttempts, type Run } from './attempts.ts';
import { createHighestId } from './highest-id.ts';
import { acquiredInTime, createKeyedLock } from './keyed-lock.ts';
import { findOrRepeat } from './lookups.ts';
import { repeatUntilAnswered } from './repeats.ts';

/** Finds out the real outcome of writes whose answers are lost, wherever it can be found out. */
export interface Settlement {
  /**
   * Runs a write and settles it. Of writes that touch the same thing, each waits for the end of the one before.
   *
   * @param run for the write itself; what it has not sent may be cancelled
   * @param runBehind for lookups and repeats, which nobody can cancel any more
   */
  write<T>(
    command: Command<T>,
    deadline: Deadline,
    run: Run,
    runBehind: Run,
  ): Promise<Reply<T> | Bitrix24Error>;
  /** Takes note of the ids in an answer: a record with a higher one did not exist before. */
  note<T>(query: Query<T>, outcome: Reply<T> | Bitrix24Error): void;
}

/** A request may run this long on the portal, in milliseconds. So long the doubt lasts, and with it the lock. */
export const LONGEST_RUN_MS = 60_000;

export function createSettlement(clock: Clock, observe: Observe = () => undefined): Settlement {
  const lock = createKeyedLock();
  const highestId = createHighestId();

  function noting(run: Run): Run {
    return async (query, deadline) => {
      const outcome = await run(query, deadline);
      highestId.note(query, outcome);
      return outcome;
    };
  }

  /** The outcome of a write that was lost; undefined if it could not be found out. */
  function settle<T>(
    command: Command<T>,
    known: number,
    deadlineAt: number,
    run: Run,
  ): Promise<Reply<T> | Bitrix24Error | undefined> {
    const { method, lookup } = command;
    const attempts = createAttempts(clock, noting(run), deadlineAt);
    if (method.kind !== 'write') return Promise.resolve(undefined);
    switch (method.settlement) {
      case 'idempotent':
        return repeatUntilAnswered(command, attempts);
      case 'by-lookup':
        return lookup
          ? findOrRepeat(command, lookup, known, highestId, attempts)
          : Promise.resolve(undefined);
      case 'never':
        return Promise.resolve(undefined);
    }
  }

  return {
    async write(command, deadline, run, runBehind) {
      const touched = command.touches ?? [];
      const acquired = lock.acquire(touched);
      // Only if it must wait: what is free is sent in this very turn, together with its siblings.
      const release =
        acquired instanceof Promise ? await acquiredInTime(acquired, deadline.queueUntil, clock) : acquired;
      if (!release) {
        return new Bitrix24Error(
          command.method,
          { kind: 'refused-here', reason: 'too-slow' },
          LONGEST_RUN_MS,
        );
      }
      let held = false;
      try {
        const known = highestId.value;
        const first = await noting(run)(command, deadline);
        if (!(first instanceof Bitrix24Error) || !isLostWrite(first)) return first;
        const lostAt = clock.now();
        const settled = await settle(command, known, deadline.answerBy, runBehind);
        observe({
          kind: 'settled',
          method: command.method.name,
          outcome: nameOf(settled),
          tookMs: clock.now() - lostAt,
        });
        if (settled !== undefined) return settled;
        // Nobody may touch it while the doubt lasts.
        const remainingMs = lostAt + LONGEST_RUN_MS - clock.now();
        if (remainingMs > 0 && touched.length > 0) {
          held = true;
          clock.after(remainingMs, release);
        }
        return first;
      } finally {
        if (!held) release();
      }
    },
    note: (query, outcome) => {
      highestId.note(query, outcome);
    },
  };
}

function nameOf(settled: Reply | Bitrix24Error | undefined): 'succeeded' | 'failed' | 'unknown' {
  if (settled === undefined) return 'unknown';
  return settled instanceof Bitrix24Error ? 'failed' : 'succeeded';
}
