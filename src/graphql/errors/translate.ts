import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
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
import { ArgumentError, EntryError, ScopeError, ShuttingDownError } from './argument-error.ts';
import type { ArgumentPath } from './argument-error.ts';
import { badUserInput, clientError, type ClientError } from './client-error.ts';
import { failedCall, titleTaken } from './failed-call.ts';
import { isIdempotencyError, translateIdempotencyError } from './idempotency-errors.ts';
import { APPLICATION_REQUIRED } from './portal-codes.ts';
import { portalDetails } from './portal-details.ts';

/**
 * Translates whatever a resolver threw. Never throws; an unknown error is an internal error of the gateway.
 *
 * @param root the argument whose fields an error may name, unless an {@link EntryError} overrides it; empty if there is
 * none
 */
export function translateError(error: unknown, root: ArgumentPath = []): ClientError {
  if (error instanceof EntryError) return failedEntry(error);
  if (error instanceof ArgumentError)
    return badUserInput([{ argument: error.argument, message: error.message }]);
  if (error instanceof ScopeError) return missingScope(error);
  if (error instanceof ShuttingDownError) {
    if (error.isOnlyField) return clientError('SHUTTING_DOWN');
    // Sending the operation again would also repeat the fields before this one.
    return clientError('SHUTTING_DOWN', { message: FIELD_NOT_EXECUTED, retryable: false });
  }
  if (isIdempotencyError(error))
    return translateIdempotencyError(error, (cause) => translateError(cause, root));
  if (error instanceof InvalidInputError) return invalidInput(error, root);
  if (error instanceof TitleExistsError) return titleTaken(root, error.existingConfigId, error.cause);
  if (error instanceof NotFoundError) return notFound(error);
  if (error instanceof NotAppliedError) return notApplied(error);
  if (error instanceof UnverifiedError) return unverified(error);
  if (error instanceof ApplicationRequiredError) return applicationRequired(error);
  if (error instanceof CallRefusedError) return refusedCall(error, root);
  if (error instanceof ReadBackError) return readBack(error, root);
  if (error instanceof Bitrix24Error) return failedCall(error, root);
  return clientError('INTERNAL_SERVER_ERROR');
}

const FIELD_NOT_EXECUTED =
  'The gateway is shutting down. This field was not executed: send it again in an operation of its own.';

function failedEntry({ cause, argument, besideLostWrite }: EntryError): ClientError {
  const { message, extensions } = translateError(cause, argument);
  // Sending the operation again would also repeat the lost write.
  return besideLostWrite
    ? { message, extensions: { ...extensions, retryable: false } }
    : { message, extensions };
}

function missingScope({ required }: ScopeError): ClientError {
  const lists = required.map((scopes) => scopes.map((scope) => `"${scope}"`).join(' and '));
  return clientError(
    'FORBIDDEN',
    { message: `This requires a key or token with the scopes ${lists.join(', or ')}.` },
    { requiredScopes: required },
  );
}

function invalidInput({ problems }: InvalidInputError, root: ArgumentPath): ClientError {
  return badUserInput(problems.map(({ field, message }) => ({ argument: [...root, field], message })));
}

function notFound({ field, cause }: NotFoundError): ClientError {
  return clientError(
    'NOT_FOUND',
    {},
    { argument: [field], ...(cause && { bitrix24: portalDetails(cause) }) },
  );
}

function notApplied({ method }: NotAppliedError): ClientError {
  return clientError(
    'UPSTREAM_ERROR',
    { message: 'The portal confirmed this change, but reading it back shows that it was not made.' },
    { applied: false, bitrix24: { method: method.name, error: null, description: CONFIRMED, status: 200 } },
  );
}

const CONFIRMED = 'Confirmed, but without effect.';

function unverified({ method, cause }: UnverifiedError): ClientError {
  return clientError(
    'OUTCOME_UNKNOWN',
    {
      message: `The portal confirmed this change with a result that it also returns if nothing changed, and reading it back failed. Sending the same operation again is safe.`,
      retryable: true,
    },
    // The portal has responded, so whatever it did is done.
    { checkAfterMs: 0, bitrix24: { ...portalDetails(cause), verifying: method.name } },
  );
}

function applicationRequired({ method }: ApplicationRequiredError): ClientError {
  return clientError(
    'FORBIDDEN',
    { message: `${APPLICATION_REQUIRED} Nothing was sent to the portal.` },
    {
      bitrix24: {
        method: method.name,
        error: null,
        description: 'Determined without a response from the portal.',
        status: null,
      },
    },
  );
}

function refusedCall({ field, unknown, cause }: CallRefusedError, root: ArgumentPath): ClientError {
  const argument = [...root, field];
  const bitrix24 = portalDetails(cause);
  if (unknown) return clientError('NOT_FOUND', {}, { argument, bitrix24 });
  const message = field === 'lineId' ? 'This line cannot make calls.' : 'The portal cannot call this number.';
  return badUserInput([{ argument, message }], { bitrix24 });
}

function readBack({ cause }: ReadBackError, root: ArgumentPath): ClientError {
  const { extensions } = translateError(cause, root);
  return {
    message:
      'The change was made, but reading the result back failed. Query it again instead of repeating the change.',
    extensions: { ...extensions, retryable: false, applied: true },
  };
}
