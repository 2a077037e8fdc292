import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import type { KeptOutcome } from '../../state/idempotency-store.ts';
import { KeptUnknownError, RefusedRepeatError, ReplayError } from '../errors/idempotency-errors.ts';
import type { GatewayContext } from '../context.ts';
import { outcomeOfFailure } from './fate.ts';
import type { KeyedJob, KeyedMutation, KeyedRun } from './keyed-mutation.ts';

export interface SingleOutcome<Args, Result> {
  /** What becomes of an unknown outcome: the mutation may be executed again, or its effect can never be found out. */
  readonly ifUnknown: 'repeat' | 'keep';
  /** What identifies the result; null if the arguments do. */
  readonly idOf: (result: Result) => string | null;
  /** Reads the result of an earlier success. `id` is null also if its result was never read. */
  readonly read: (id: string | null, args: Args, context: GatewayContext) => Promise<Result>;
  /** The result that an error stands for if an earlier run may have done it; undefined for any other error. */
  readonly alreadyDone?: (error: unknown, args: Args) => Result | undefined;
}

/** A mutation that does one thing and is not looked up on the portal if its outcome is unknown. */
export function singleOutcome<Args, Result>(
  options: SingleOutcome<Args, Result>,
): KeyedMutation<Args, Result> {
  const { ifUnknown, idOf, read, alreadyDone } = options;
  const neverAgain = ifUnknown === 'keep';

  function succeeded(result: Result): KeyedRun<Result> {
    const outcomes: KeptOutcome[] = [{ kind: 'succeeded', id: idOf(result) }];
    return { outcomes, closed: true, replayed: false, respond: () => result };
  }

  function failed(
    error: unknown,
    { args, before, now, longestRunMs }: KeyedJob<Args, Result>,
  ): KeyedRun<Result> {
    const [earlier] = before ?? [];
    const outcome = outcomeOfFailure(error, now(), longestRunMs);
    const done = earlier?.kind === 'unknown' ? alreadyDone?.(error, args) : undefined;
    if (done !== undefined) return succeeded(done);
    const isRefusedRepeat =
      earlier?.kind === 'unknown' && outcome.kind === 'nothing' && error instanceof Bitrix24Error;
    const kept = outcome.kind === 'nothing' ? earlier : outcome;
    return {
      outcomes: kept && [kept],
      closed: kept?.kind === 'succeeded' || (kept?.kind === 'unknown' && neverAgain),
      replayed: false,
      respond: () => {
        throw isRefusedRepeat ? new RefusedRepeatError(error, timeLeft(earlier, now())) : error;
      },
    };
  }

  return {
    size: () => 1,
    async run(job) {
      const { interruptedUntil, now } = job;
      const interrupted =
        interruptedUntil === undefined
          ? undefined
          : ({ kind: 'unknown', until: interruptedUntil, above: null } as const);
      if (neverAgain && interrupted) {
        const respond = () => {
          throw new KeptUnknownError('call', timeLeft(interrupted, now()));
        };
        return { outcomes: [interrupted], closed: true, replayed: true, respond };
      }
      const earlier = interrupted ? [interrupted] : job.before;
      try {
        return succeeded(await job.execute(job.args));
      } catch (error) {
        return failed(error, { ...job, before: earlier });
      }
    },
    async replay([outcome], args, context, now) {
      if (outcome?.kind !== 'succeeded') throw new KeptUnknownError('call', timeLeft(outcome, now));
      try {
        return await read(outcome.id, args, context);
      } catch (error) {
        throw error instanceof Error ? new ReplayError(error) : error;
      }
    },
  };
}

/** Milliseconds until what may have been done can no longer be running. */
export function timeLeft(outcome: KeptOutcome | undefined, now: number): number {
  return outcome?.kind === 'unknown' ? Math.max(0, Math.ceil(outcome.until - now)) : 0;
}
