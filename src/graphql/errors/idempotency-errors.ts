import { NotFoundError } from '../../telephony/errors.ts';
import { clientError, type ClientError } from './client-error.ts';

/**
 * Why a mutation with an idempotency key was not executed.
 *
 * - `conflict`: the key was used with other arguments.
 * - `under-way`: the first operation with this key has still not ended.
 * - `full`: the gateway has no room for another key of this caller.
 * - `unavailable`: the gateway cannot reach the records of keys.
 */
export type KeyRefusal =
  | { readonly reason: 'conflict' }
  | { readonly reason: 'under-way' | 'full' | 'unavailable'; readonly retryAfterMs: number };

/** A mutation was not executed because of its idempotency key. Nothing was sent for it. */
export class KeyRefusedError extends Error {
  override readonly name = 'KeyRefusedError';
  readonly refusal: KeyRefusal;

  constructor(refusal: KeyRefusal) {
    super(`The idempotency key was refused: ${refusal.reason}.`);
    this.refusal = refusal;
  }
}

/** What an earlier operation with the same idempotency key was about; `title`: a line under a shortened title may be its line; `changed`: its line may have been changed or deleted. */
export type KeptUnknown = 'call' | 'line' | 'title' | 'changed';

/** An earlier operation with this idempotency key has an unknown outcome. Nothing was sent again. */
export class KeptUnknownError extends Error {
  override readonly name = 'KeptUnknownError';
  readonly what: KeptUnknown;
  /** Milliseconds until it can no longer be running. */
  readonly checkAfterMs: number;
  /** Why it could not be looked up, if that failed. */
  override readonly cause: Error | undefined;

  constructor(what: KeptUnknown, checkAfterMs: number, cause?: Error) {
    super('The outcome is still unknown.', { cause });
    this.what = what;
    this.checkAfterMs = checkAfterMs;
    this.cause = cause;
  }
}

/** The outcome of an add with an idempotency key is unknown: with the key, it is safe to ask again. */
export class KeyedLossError extends Error {
  override readonly name = 'KeyedLossError';
  override readonly cause: Error;

  constructor(cause: Error) {
    super('The outcome is unknown, and the key will find out.', { cause });
    this.cause = cause;
  }
}

/** An earlier run with this idempotency key may have made the change, and making it again was refused. */
export class RefusedRepeatError extends Error {
  override readonly name = 'RefusedRepeatError';
  override readonly cause: Error;
  /** Milliseconds until the earlier run can no longer be running. */
  readonly checkAfterMs: number;

  constructor(cause: Error, checkAfterMs: number) {
    super('The repeat of a change was refused.', { cause });
    this.cause = cause;
    this.checkAfterMs = checkAfterMs;
  }
}

/** The result of an earlier success with this idempotency key cannot be read, or no longer exists. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  override readonly cause: Error;

  constructor(cause: Error) {
    super('The result of an earlier success could not be read.', { cause });
    this.cause = cause;
  }
}

export type IdempotencyError =
  KeyRefusedError | KeptUnknownError | KeyedLossError | RefusedRepeatError | ReplayError;

export function isIdempotencyError(error: unknown): error is IdempotencyError {
  return [KeyRefusedError, KeptUnknownError, KeyedLossError, RefusedRepeatError, ReplayError].some(
    (each) => error instanceof each,
  );
}

/** @param translate for what such an error wraps */
export function translateIdempotencyError(
  error: IdempotencyError,
  translate: (cause: Error) => ClientError,
): ClientError {
  if (error instanceof KeyRefusedError) return refused(error.refusal);
  if (error instanceof KeptUnknownError) return stillUnknown(error);
  if (error instanceof KeyedLossError) {
    const { extensions } = translate(error.cause);
    return { message: LOST_ADD, extensions: { ...extensions, retryable: true } };
  }
  if (error instanceof RefusedRepeatError) return refusedRepeat(error, translate(error.cause));
  if (error.cause instanceof NotFoundError)
    return clientError('NOT_FOUND', { message: GONE }, { applied: true });
  const { extensions } = translate(error.cause);
  return { message: NOT_READ, extensions: { ...extensions, applied: true } };
}

function refused(refusal: KeyRefusal): ClientError {
  const argument = ['idempotencyKey'];
  switch (refusal.reason) {
    case 'conflict':
      return clientError('IDEMPOTENCY_CONFLICT', {}, { argument });
    case 'under-way':
    case 'full':
    case 'unavailable': {
      const { reason, retryAfterMs } = refusal;
      return clientError('RATE_LIMITED', { message: WAIT[reason] }, { argument, retryAfterMs });
    }
  }
}

/** Refusals that hold for the earlier run as well, or that say nothing about the change. */
const CONCLUSIVE: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'NOT_FOUND', 'UNAUTHENTICATED']);

function refusedRepeat({ checkAfterMs }: RefusedRepeatError, refusal: ClientError): ClientError {
  const { message, extensions } = refusal;
  const { code, retryable } = extensions;
  // Without the other line, the earlier run would have succeeded, unless it is still running.
  const isOfOther = code === 'TITLE_EXISTS' && checkAfterMs === 0;
  if (retryable || isOfOther || CONCLUSIVE.has(code)) return refusal;
  const bitrix24 = 'bitrix24' in extensions ? extensions.bitrix24 : undefined;
  return clientError(
    'OUTCOME_UNKNOWN',
    { message: `${MAYBE_CHANGED} ${message}`, retryable: true },
    { checkAfterMs, ...(bitrix24 && { bitrix24 }) },
  );
}

function stillUnknown({ what, checkAfterMs }: KeptUnknownError): ClientError {
  const message = { call: UNKNOWN_CALL, line: UNKNOWN_LINE, title: UNKNOWN_TITLE, changed: UNKNOWN_CHANGED }[
    what
  ];
  return clientError('OUTCOME_UNKNOWN', { message, retryable: what === 'line' }, { checkAfterMs });
}

const WAIT = {
  'under-way':
    'The first operation with this idempotency key has not ended yet. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.',
  full: 'The gateway remembers as many idempotency keys of yours, or in total, as it has room for, and forgets none before its time. Nothing was executed: send the operation again after "retryAfterMs" milliseconds, or without a key.',
  unavailable:
    'The gateway cannot reach its records of idempotency keys at the moment, so it cannot know whether this operation was executed before. Nothing was executed now: send the operation again with the same key after "retryAfterMs" milliseconds.',
} as const;

const LOST_ADD =
  'The portal did not confirm the new line, so it may or may not exist. Send the same operation with the same idempotency key again after "checkAfterMs" milliseconds: the gateway looks for the line first, and adds it only if it was not added.';

const UNKNOWN_CALL =
  'This call was started with this idempotency key before, and the portal never confirmed it: a phone may have rung. It is not started again with this key. To call again, use a new key.';

const UNKNOWN_LINE =
  'An earlier operation with this idempotency key is not settled: it may still add the line. Nothing was added now. Send the same operation again after "checkAfterMs" milliseconds: the gateway looks for the line first, and adds it only if it was not added.';

const UNKNOWN_TITLE =
  'An earlier operation with this idempotency key may have added the line under a shortened title: the portal has a new line with the same login and the beginning of this title. Nothing was added now. Check that line; to add another one, use a new key.';

const UNKNOWN_CHANGED =
  'An earlier operation with this idempotency key may have added the line: a line that may be the new one was renamed, changed or deleted before the gateway could tell. Nothing was added now. Check the lines of the portal; to add another one, use a new key.';

const MAYBE_CHANGED =
  'An earlier operation with this idempotency key may have made this change. It was not made again, for this reason:';

const GONE =
  'This operation succeeded when it was first sent with this idempotency key, but the portal no longer has its result, or does not show it to this credential. Nothing was executed now.';

const NOT_READ =
  'This operation succeeded when it was first sent with this idempotency key, but reading its result from the portal failed now. Nothing was executed again.';
