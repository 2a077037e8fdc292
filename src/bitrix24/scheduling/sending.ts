import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error, executionOf } from '../protocol/errors.ts';
import type { RunEnd, WriteRun } from './write-runs.ts';

/** How a request that writes has ended, by the outcomes of its commands. */
export function endOf(outcomes: readonly (Reply | Bitrix24Error)[]): RunEnd {
  const executions = outcomes.map((each) =>
    each instanceof Bitrix24Error ? executionOf(each.failure) : 'answered',
  );
  if (executions.includes('answered')) return 'answered';
  return executions.includes('unknown') ? 'lost' : 'not-run';
}

/** An outcome with the request that it was sent in, on which the settling of a lost write depends. */
export function withSending(
  outcome: Reply | Bitrix24Error,
  { sentAt, commands }: WriteRun,
  how: RunEnd,
  index: number,
): Reply | Bitrix24Error {
  if (!(outcome instanceof Bitrix24Error)) return outcome;
  const { method, failure } = outcome;
  // A portal responds to a batch when all its commands are over.
  const sending =
    how === 'answered' ? { sentAt, commands: 1, place: 1 } : { sentAt, commands, place: index + 1 };
  return new Bitrix24Error(method, failure, { sending });
}
