import type { Command } from '../protocol/command.ts';
import { replyOf, type Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, executionOf, isLostAttempt, isPortalError } from '../protocol/errors.ts';
import { SHORTEST_TRY_MS, type Attempts } from './attempts.ts';
import type { LostAttempts } from './doubt.ts';

/** Delays before the retries of an idempotent write, in milliseconds. */
const REPEATS_MS = [500, 1_500, 4_000, 8_000];

/**
 * Retries an idempotent write until it succeeds. Undefined if it did not in time: a lost attempt may have been executed
 * although every retry was refused. A refusal is the outcome only if its reason holds for all attempts, or if another
 * record is the reason and no lost attempt can still be running: without that record, it would succeed.
 */
export async function repeatUntilAnswered<T>(
  command: Command<T>,
  lost: LostAttempts,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error | undefined> {
  const { clock } = attempts;
  for (let repeat = 0, at = clock.now(); ; repeat += 1) {
    if (!(await attempts.sleepUntil(at))) return undefined;
    const isOver = clock.now() >= lost.endsAt();
    const outcome = await attempts.run(command);
    if (!(outcome instanceof Bitrix24Error)) return outcome;
    const { alreadyDone, passing = [], conclusive = [] } = command;
    if (alreadyDone && isPortalError(outcome, alreadyDone.code)) return replyOf(alreadyDone.value);
    if (isLostAttempt(outcome)) lost.add(outcome);
    const isOfOther = passing.some((code) => isPortalError(outcome, code));
    const isConclusive = conclusive.some((code) => isPortalError(outcome, code));
    if (isConclusive || (isOfOther && isOver)) return outcome;
    const delayMs = REPEATS_MS[repeat];
    if (isOfOther) at = Math.max(lost.endsAt(), clock.now());
    else if (delayMs === undefined) return undefined;
    else at = clock.now() + delayMs;
  }
}

/** Retries a write until it is answered or lost, or until the time is up while it is still refused. */
export async function sendUntilExecuted<T>(
  command: Command<T>,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error> {
  for (;;) {
    const outcome = await attempts.runLeavingTime(command);
    if (!(outcome instanceof Bitrix24Error) || executionOf(outcome.failure) !== 'not-executed')
      return outcome;
    const { clock } = attempts;
    if (!(await attempts.sleepUntil(clock.now() + (outcome.retryAfterMs ?? SHORTEST_TRY_MS)))) return outcome;
  }
}
