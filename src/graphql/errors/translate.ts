import { executionOf, isLostWrite, Bitrix24Error, type Failure } from '../../bitrix24/errors.ts';
import { InvalidInputError, TitleExistsError } from '../../telephony/errors.ts';
import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';
import { CODES } from './codes.ts';
import { problemsOfFieldErrors, type ArgumentProblem } from './field-problems.ts';
import { translatePortalCode } from './portal-codes.ts';

/** An error as the client sees it, but for `path`, `locations` and `requestId`. */
export interface ClientError {
  readonly message: string;
  readonly extensions: { readonly code: TelephonyErrorCode; readonly [name: string]: unknown };
}

/** A request may run this long on the portal; after that, a lost write has either happened or never will. */
const LONGEST_RUN_MS = 60_000;

/** Translates whatever a resolver threw. Never throws; what it does not know is a fault of the gateway itself. */
export function translateError(error: unknown): ClientError {
  if (error instanceof InvalidInputError) return invalidInput(error);
  if (error instanceof TitleExistsError) return titleExists(error);
  if (error instanceof Bitrix24Error) return failedCall(error);
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

function invalidInput({ problems }: InvalidInputError): ClientError {
  return badUserInput(
    problems.map(({ field, message }) => ({
      argument: field === undefined ? ['input'] : ['input', field],
      message,
    })),
  );
}

function badUserInput(
  problems: readonly ArgumentProblem[],
  details: Readonly<Record<string, unknown>> = {},
): ClientError {
  return clientError('BAD_USER_INPUT', {}, { argument: problems[0]?.argument, problems, ...details });
}

function titleExists({ cause, existingConfigId }: TitleExistsError): ClientError {
  return clientError(
    'TITLE_EXISTS',
    {},
    {
      argument: ['input', 'title'],
      ...(existingConfigId && { existingConfigId }),
      bitrix24: portalDetails(cause),
    },
  );
}

function failedCall(error: Bitrix24Error): ClientError {
  const bitrix24 = portalDetails(error);
  if (isLostWrite(error)) {
    return clientError(
      'OUTCOME_UNKNOWN',
      { message: lostWriteMessage(error) },
      { checkAfterMs: LONGEST_RUN_MS, bitrix24 },
    );
  }
  const { failure } = error;
  switch (failure.kind) {
    case 'portal': {
      const { code, message, retryable, retryAfterMs } = translatePortalCode(failure.code);
      if (code === 'BAD_USER_INPUT')
        return badUserInput(problemsOfFieldErrors(failure.description), { bitrix24 });
      return clientError(code, { message, retryable }, { ...(retryAfterMs && { retryAfterMs }), bitrix24 });
    }
    case 'unexpected-shape':
      return clientError(
        'UPSTREAM_ERROR',
        { message: 'The portal answered in a form that this gateway does not understand.' },
        { bitrix24 },
      );
    case 'redirect':
      return clientError(
        'PORTAL_UNAVAILABLE',
        { message: 'The portal has moved to an address that this gateway does not trust.', retryable: false },
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

function lostWriteMessage({ method }: Bitrix24Error): string | undefined {
  if (method.kind !== 'write' || method.settlement !== 'by-title') return undefined;
  return 'The portal did not confirm the new line, so it may exist or not. Do not add it again blindly: wait "checkAfterMs", then look on the portal for a line with this title.';
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
    case 'network':
      return {
        error: null,
        description: `No answer (${failure.reason}); ${executionOf(failure) === 'unknown' ? 'the request may have arrived' : 'the request did not arrive'}.`,
        status: null,
      };
  }
}
