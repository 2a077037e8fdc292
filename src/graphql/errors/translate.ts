import { executionOf, isLostWrite, Bitrix24Error, type Failure } from '../../bitrix24/protocol/errors.ts';
import type { Method } from '../../bitrix24/protocol/command.ts';
import {
  CallRefusedError,
  InvalidInputError,
  NotAppliedError,
  NotFoundError,
  ReadBackError,
  TitleExistsError,
  UnverifiedError,
} from '../../telephony/errors.ts';
import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';
import { ArgumentError, EntryError, ScopeError } from './argument-error.ts';
import { CODES } from './codes.ts';
import { CREDENTIAL_PROBLEMS } from './credential-problems.ts';
import { problemsOfFieldErrors, type ArgumentProblem } from './field-problems.ts';
import { translatePortalCode } from './portal-codes.ts';

/** An error as the client sees it, but for `path`, `locations` and `requestId`. */
export interface ClientError {
  readonly message: string;
  readonly extensions: { readonly code: TelephonyErrorCode; readonly [name: string]: unknown };
}

/** A request may run this long on the portal; after that, a lost write has either happened or never will. */
const LONGEST_RUN_MS = 60_000;

/** Where the fields that an error names are found among the arguments, unless an {@link EntryError} says otherwise. */
const INPUT: Argument = ['input'];

type Argument = readonly (string | number)[];

/** Translates whatever a resolver threw. Never throws; what it does not know is a fault of the gateway itself. */
export function translateError(error: unknown, root: Argument = INPUT): ClientError {
  if (error instanceof EntryError) return failedEntry(error);
  if (error instanceof ArgumentError)
    return badUserInput([{ argument: error.argument, message: error.message }]);
  if (error instanceof ScopeError) return missingScope(error);
  if (error instanceof InvalidInputError) return invalidInput(error, root);
  if (error instanceof TitleExistsError) return titleExists(error, root);
  if (error instanceof NotFoundError) return notFound(error);
  if (error instanceof NotAppliedError) return notApplied(error);
  if (error instanceof UnverifiedError) return unverified(error);
  if (error instanceof CallRefusedError) return refusedCall(error, root);
  if (error instanceof ReadBackError) return readBack(error, root);
  if (error instanceof Bitrix24Error) return failedCall(error, root);
  return clientError('INTERNAL_SERVER_ERROR');
}

/** An error of this code with its texts from the registry, unless `overrides` says otherwise. */
export function clientError(
  code: TelephonyErrorCode,
  overrides: { readonly message?: string | undefined; readonly retryable?: boolean | undefined } = {},
  details: Readonly<Record<string, unknown>> = {},
): ClientError {
  const { message, retryable } = CODES[code];
  return {
    message: overrides.message ?? message,
    extensions: { code, retryable: overrides.retryable ?? retryable, ...details },
  };
}

function failedEntry({ cause, argument, besideLostWrite }: EntryError): ClientError {
  const { message, extensions } = translateError(cause, argument);
  // Sent again, the operation would repeat the lost write as well.
  return besideLostWrite
    ? { message, extensions: { ...extensions, retryable: false } }
    : { message, extensions };
}

function missingScope({ required }: ScopeError): ClientError {
  const lists = required.map((scopes) => scopes.map((scope) => `"${scope}"`).join(' and '));
  return clientError(
    'FORBIDDEN',
    { message: `Your key or token needs the scope ${lists.join(' or ')} for this.` },
    { requiredScopes: required },
  );
}

function invalidInput({ problems }: InvalidInputError, root: Argument): ClientError {
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
    { message: 'The portal confirmed this change, but reading it back shows that it did not make it.' },
    { applied: false, bitrix24: { method: method.name, error: null, description: CONFIRMED, status: 200 } },
  );
}

const CONFIRMED = 'Confirmed, but without effect.';

function unverified({ method, cause }: UnverifiedError): ClientError {
  return clientError(
    'OUTCOME_UNKNOWN',
    {
      message: `The portal confirmed this change in words that it also uses where it changes nothing, and reading it back failed. Sending the same operation again is safe.`,
      retryable: true,
    },
    // The answer is there, so what the portal did is done.
    { checkAfterMs: 0, bitrix24: { ...portalDetails(cause), verifying: method.name } },
  );
}

function refusedCall({ field, unknown, cause }: CallRefusedError, root: Argument): ClientError {
  const argument = [...root, field];
  const bitrix24 = portalDetails(cause);
  if (unknown) return clientError('NOT_FOUND', {}, { argument, bitrix24 });
  const message =
    field === 'lineId' ? 'Calls cannot be made by this line.' : 'The portal cannot call this number.';
  return badUserInput([{ argument, message }], { bitrix24 });
}

function readBack({ cause }: ReadBackError, root: Argument): ClientError {
  const { extensions } = translateError(cause, root);
  return {
    message:
      'The change was made, but reading the result back failed. Read it again instead of repeating the change.',
    extensions: { ...extensions, retryable: false, applied: true },
  };
}

function badUserInput(
  problems: readonly ArgumentProblem[],
  details: Readonly<Record<string, unknown>> = {},
): ClientError {
  return clientError('BAD_USER_INPUT', {}, { argument: problems[0]?.argument, problems, ...details });
}

function titleExists({ cause, existingConfigId }: TitleExistsError, root: Argument): ClientError {
  return clientError(
    'TITLE_EXISTS',
    {},
    {
      argument: [...root, 'title'],
      ...(existingConfigId && { existingConfigId }),
      ...(cause && { bitrix24: portalDetails(cause) }),
    },
  );
}

function failedCall(error: Bitrix24Error, root: Argument): ClientError {
  const bitrix24 = portalDetails(error);
  if (isLostWrite(error)) {
    return clientError(
      'OUTCOME_UNKNOWN',
      { message: lostWriteMessage(error), retryable: isRepeatable(error.method) },
      { checkAfterMs: LONGEST_RUN_MS, bitrix24 },
    );
  }
  const { failure } = error;
  switch (failure.kind) {
    case 'portal': {
      const { code, message, retryable, retryAfterMs } = translatePortalCode(
        failure.code,
        failure.description,
      );
      if (code === 'PORTAL_CREDENTIAL_REJECTED' && failure.ofCaller)
        return clientError('UNAUTHENTICATED', { message: TOKEN_REFUSED }, { bitrix24 });
      if (code === 'BAD_USER_INPUT')
        return badUserInput(problemsOfFieldErrors(failure.description, root), { bitrix24 });
      return clientError(
        code,
        { message, retryable },
        { ...withRetryAfter(error.retryAfterMs ?? retryAfterMs), bitrix24 },
      );
    }
    case 'refused-here':
      return clientError(
        'RATE_LIMITED',
        {
          message:
            'The portal is too slow for all that is wanted of it. Nothing was executed: send the operation again after "retryAfterMs".',
        },
        withRetryAfter(error.retryAfterMs),
      );
    case 'no-credential': {
      const { code, message, details } = CREDENTIAL_PROBLEMS[failure.reason];
      return clientError(code, { message }, { ...details, bitrix24 });
    }
    case 'taken':
      return titleExists(new TitleExistsError(undefined, failure.id), root);
    case 'missing':
    case 'unexpected-shape':
      return clientError(
        'UPSTREAM_ERROR',
        { message: 'The portal answered in a form that this gateway does not understand.' },
        { bitrix24 },
      );
    case 'redirect':
      return clientError(
        'PORTAL_UNAVAILABLE',
        {
          message: 'The portal has moved to another address, which this gateway does not trust.',
          retryable: false,
        },
        { bitrix24 },
      );
    case 'network':
      // A certificate that does not verify will not do so a second later.
      return clientError('PORTAL_UNAVAILABLE', failure.reason === 'tls' ? { retryable: false } : {}, {
        bitrix24,
      });
    case 'unreadable':
      return clientError('PORTAL_UNAVAILABLE', {}, { bitrix24 });
  }
}

const TOKEN_REFUSED = 'The portal does not accept your token. Renew it, then send the operation again.';

function withRetryAfter(retryAfterMs: number | undefined): { readonly retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function lostWriteMessage({ method }: Bitrix24Error): string | undefined {
  if (method.kind === 'write' && method.ifUnconfirmed !== undefined)
    return `${method.ifUnconfirmed} Wait "checkAfterMs" before you look.`;
  return isRepeatable(method)
    ? 'The portal did not confirm this change, so it may have been made or not. Sending the same operation again is safe; to look instead, wait "checkAfterMs" first.'
    : undefined;
}

function isRepeatable(method: Method): boolean {
  return method.kind === 'write' && method.settlement === 'idempotent';
}

/** `extensions.bitrix24`: what the portal said, or what little is known if it said nothing. */
function portalDetails({ method, failure }: Bitrix24Error): Readonly<Record<string, unknown>> {
  return { method: method.name, ...describeFailure(failure) };
}

function describeFailure(failure: Failure): Readonly<Record<string, unknown>> {
  switch (failure.kind) {
    case 'portal':
      return { error: failure.code, description: failure.description, status: failure.status };
    case 'unreadable':
      return {
        error: null,
        description: 'The answer was not from the REST service.',
        status: failure.status,
      };
    case 'redirect':
      return {
        error: null,
        description: 'The answer was a redirect to another address.',
        status: failure.status,
      };
    case 'unexpected-shape':
      return { error: null, description: `The answer had ${failure.detail}.`, status: 200 };
    case 'missing':
      return {
        error: null,
        description: 'The batch came back without an answer to this command.',
        status: 200,
      };
    case 'no-credential':
      return { error: failure.code ?? null, description: 'Nothing was sent to the portal.', status: null };
    case 'refused-here':
    case 'taken':
      return { error: null, description: 'Known without an answer of the portal.', status: null };
    case 'network':
      return {
        error: null,
        description: `No answer (${failure.reason}); ${executionOf(failure) === 'unknown' ? 'the request may have arrived' : 'the request did not arrive'}.`,
        status: null,
      };
  }
}
