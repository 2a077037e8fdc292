import { isTlsReason, type Bitrix24Error, type Failure } from '../../bitrix24/protocol/errors.ts';
import type { Method } from '../../bitrix24/protocol/command.ts';
import type { ArgumentPath } from './argument-error.ts';
import { badUserInput, clientError, type ClientError } from './client-error.ts';
import { CREDENTIAL_PROBLEMS } from './credential-problems.ts';
import { problemsOfFieldErrors } from './field-problems.ts';
import { translatePortalCode } from './portal-codes.ts';
import { portalDetails } from './portal-details.ts';

/**
 * Translates a call to the portal that failed or was not made.
 *
 * @param root the argument that contains the fields named by the portal
 */
export function failedCall(error: Bitrix24Error, root: ArgumentPath): ClientError {
  const bitrix24 = portalDetails(error);
  const { failure } = error;
  switch (failure.kind) {
    case 'lost-write':
      return clientError(
        'OUTCOME_UNKNOWN',
        { message: lostWriteMessage(error), retryable: isRepeatable(error.method) },
        { checkAfterMs: failure.checkAfterMs, bitrix24 },
      );
    case 'portal':
      return portalFailure(error, failure, root);
    case 'refused-here':
      return clientError(
        'RATE_LIMITED',
        { message: REFUSED_HERE[failure.reason] ?? TOO_SLOW },
        { retryAfterMs: error.retryAfterMs ?? SOON_MS },
      );
    case 'displaced':
      return clientError('RATE_LIMITED', { message: NO_MEMORY }, { retryAfterMs: SOON_MS, bitrix24 });
    case 'no-credential': {
      const { code, message, details } = CREDENTIAL_PROBLEMS[failure.reason];
      if (code === 'RATE_LIMITED')
        return clientError(code, { message }, { retryAfterMs: failure.retryAfterMs ?? SOON_MS, bitrix24 });
      return clientError(code, { message }, { ...details, bitrix24 });
    }
    case 'taken':
      return titleTaken(root, failure.id);
    case 'missing':
    case 'unexpected-shape':
      return clientError(
        'UPSTREAM_ERROR',
        { message: 'The portal returned a response that this gateway does not understand.' },
        { bitrix24 },
      );
    case 'redirect':
      return clientError(
        'PORTAL_UNAVAILABLE',
        {
          message: 'The portal has moved to another address that this gateway does not trust.',
          retryable: false,
        },
        { bitrix24 },
      );
    case 'network':
      if (failure.reason === 'address-not-allowed')
        return clientError(
          'PORTAL_UNAVAILABLE',
          { message: ADDRESS_NOT_ALLOWED, retryable: false },
          { bitrix24 },
        );
      if (failure.reason === 'proxy')
        return clientError('PORTAL_UNAVAILABLE', { message: NO_TUNNEL }, { bitrix24 });
      // A certificate that fails verification will fail again a second later.
      return clientError('PORTAL_UNAVAILABLE', isTlsReason(failure.reason) ? { retryable: false } : {}, {
        bitrix24,
      });
    case 'unreadable':
      return clientError('PORTAL_UNAVAILABLE', {}, { bitrix24 });
  }
}

/** Translates an error that the portal returned. */
function portalFailure(
  error: Bitrix24Error,
  failure: Failure & { readonly kind: 'portal' },
  root: ArgumentPath,
): ClientError {
  const bitrix24 = portalDetails(error);
  const translation = translatePortalCode(failure);
  const { message, retryable, messageToOwner = TOKEN_REFUSED } = translation;
  if (translation.code === 'BAD_USER_INPUT')
    return badUserInput(problemsOfFieldErrors(failure.description, root), { bitrix24 });
  if (translation.code === 'TITLE_EXISTS') return titleTaken(root, undefined, error);
  if (translation.code === 'RATE_LIMITED') {
    const { retryAfterMs = translation.retryAfterMs } = error;
    return clientError('RATE_LIMITED', { message, retryable }, { retryAfterMs, bitrix24 });
  }
  return translation.code === 'PORTAL_CREDENTIAL_REJECTED' && failure.ofCaller
    ? clientError('UNAUTHENTICATED', { message: messageToOwner }, { bitrix24 })
    : clientError(translation.code, { message, retryable }, { bitrix24 });
}

const TOO_SLOW =
  'The portal cannot process this in time. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';

const NO_MEMORY =
  'The gateway had no memory left for the response of the portal. Nothing was changed: send the operation again after "retryAfterMs" milliseconds.';

/** When some of the responses that take memory will be done with, and for calls that were cancelled. */
const SOON_MS = 1_000;

const UNSETTLED =
  'An earlier write to the same title or line is not settled yet: its request may still be running on the portal. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';

const WAITS_ALREADY =
  'You already wait for an earlier write to the same title or line. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';

const NO_SHARED_STATE =
  'The gateway cannot rule out at the moment that another replica adds the same line. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';

const REFUSED_HERE: Readonly<Partial<Record<string, string>>> = {
  unsettled: UNSETTLED,
  'waits-already': WAITS_ALREADY,
  'no-shared-state': NO_SHARED_STATE,
};

/** For callers whose own token the portal rejected, whether just now or a moment ago. */
export const TOKEN_REFUSED = 'The portal rejected your token. Renew it, then send the operation again.';

const NO_TUNNEL =
  'The proxy between this gateway and the portal opened no connection. Nothing was executed: send the operation again, or ask the operator of the gateway.';

const ADDRESS_NOT_ALLOWED =
  'The address of the portal is not public, and this gateway calls only public addresses. Its operator can allow the network of the portal with BITRIX24_PRIVATE_ADDRESSES.';

function lostWriteMessage({ method }: Bitrix24Error): string | undefined {
  if (method.kind === 'write' && method.ifUnconfirmed !== undefined)
    return `${method.ifUnconfirmed} Wait "checkAfterMs" milliseconds before you check.`;
  return isRepeatable(method)
    ? 'The portal did not confirm this change, so it may or may not have been made. Sending the same operation again is safe; to check instead, wait "checkAfterMs" milliseconds first.'
    : undefined;
}

function isRepeatable(method: Method): boolean {
  return method.kind === 'write' && method.settlement === 'idempotent';
}

/** The error for a title that another line or a rented number has. */
export function titleTaken(
  root: ArgumentPath,
  existingConfigId: string | undefined,
  cause?: Bitrix24Error,
): ClientError {
  return clientError(
    'TITLE_EXISTS',
    {},
    {
      // A portal that breaks its contract may return this for a call that has no title.
      argument: root.length > 0 ? [...root, 'title'] : [],
      ...(existingConfigId && { existingConfigId }),
      ...(cause && { bitrix24: portalDetails(cause) }),
    },
  );
}
