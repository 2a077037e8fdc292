import type { Command } from '../protocol/command.ts';
import { replyOf, type Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, executionOf, isPortalError } from '../protocol/errors.ts';
import { SHORTEST_TRY_MS, type Attempts } from './attempts.ts';

/** Waits before the repeats of a write that may be repeated, in milliseconds. */
const REPEATS_MS = [500, 1_500, 4_000, 8_000];

/** Repeats an idempotent write until it is answered. Undefined if it was not in time. */
export async function repeatUntilAnswered<T>(
  command: Command<T>,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error | undefined> {
  const { clock } = attempts;
  let at = clock.now();
  for (const delayMs of REPEATS_MS) {
    at = Math.max(at, clock.now()) + delayMs;
    if (!(await attempts.sleepUntil(at))) return undefined;
    const outcome = await attempts.run(command);
    if (!(outcome instanceof Bitrix24Error)) return outcome;
    const { alreadyDone } = command;
    if (alreadyDone && isPortalError(outcome, alreadyDone.code)) return replyOf(alreadyDone.value);
    if (executionOf(outcome.failure) === 'answered') return outcome;
  }
  return undefined;
}

/** Sends a write again until it is answered or lost. Undefined if nothing but refusals came of it in time. */
export async function sendUntilExecuted<T>(
  command: Command<T>,
  attempts: Attempts,
): Promise<Reply<T> | Bitrix24Error | undefined> {
  for (;;) {
    const outcome = await attempts.run(command);
    if (!(outcome instanceof Bitrix24Error) || executionOf(outcome.failure) !== 'not-executed')
      return outcome;
    if (!(await attempts.sleepUntil(attempts.clock.now() + (outcome.retryAfterMs ?? SHORTEST_TRY_MS))))
      return undefined;
  }
}
