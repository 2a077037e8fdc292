import { Bitrix24Error, isLostWrite } from '../../bitrix24/protocol/errors.ts';
import type { KeptOutcome } from '../../state/idempotency-store.ts';
import {
  ApplicationRequiredError,
  CallRefusedError,
  InvalidInputError,
  NotAppliedError,
  NotFoundError,
  ReadBackError,
  TitleExistsError,
  UnverifiedError,
} from '../../telephony/errors.ts';
import { ArgumentError, ShuttingDownError } from '../errors/argument-error.ts';

/** Errors that prove that a mutation changed nothing. */
const NOTHING_DONE = [
  ApplicationRequiredError,
  ArgumentError,
  CallRefusedError,
  InvalidInputError,
  NotAppliedError,
  NotFoundError,
  ShuttingDownError,
  TitleExistsError,
];

/**
 * What a failed mutation has done. A fault of the gateway itself says nothing, so the outcome is unknown.
 *
 * @param longestRunMs how long a request that it has sent may still run, where nothing is known of it
 */
export function outcomeOfFailure(error: unknown, now: number, longestRunMs: number): KeptOutcome {
  if (error instanceof ReadBackError) return { kind: 'succeeded', id: null };
  if (NOTHING_DONE.some((each) => error instanceof each)) return { kind: 'nothing' };
  if (error instanceof UnverifiedError) return { kind: 'unknown', until: now, above: null };
  if (!(error instanceof Bitrix24Error)) return { kind: 'unknown', until: now + longestRunMs, above: null };
  if (!isLostWrite(error)) return { kind: 'nothing' };
  const { checkAfterMs, record } = error.failure;
  const above = record ? String(record.above) : null;
  return { kind: 'unknown', until: now + checkAfterMs, above, ...(record?.hidden && { hidden: true }) };
}
