import type { DetailsByCode } from '../../client/error-details.ts';
import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';

/** The defaults for each code. `retryable`: sending the operation again may help and is safe. */
export interface CodeEntry {
  readonly message: string;
  readonly retryable: boolean;
}

/** A code that is added to the schema does not compile until it is added here and to what clients import. */
export const CODES: Readonly<Record<TelephonyErrorCode, CodeEntry>> = {
  MAX_CLOUD_PBX: {
    message:
      'The portal has reached its limit of cloud PBX lines. Delete one that is no longer needed, or use an office PBX.',
    retryable: false,
  },
  TITLE_EXISTS: { message: 'A line with this title already exists. Choose another title.', retryable: false },
  BAD_USER_INPUT: { message: 'The input is not valid: see "problems".', retryable: false },
  NOT_FOUND: {
    message: 'The object does not exist, or is a line that the gateway does not see.',
    retryable: false,
  },
  FORBIDDEN: {
    message:
      'The portal does not allow this: the owner of the webhook or application needs the required permission, its scopes must include "telephony" (for calls also "call"), and the portal\'s plan must include REST.',
    retryable: false,
  },
  UNAUTHENTICATED: { message: 'The request has no valid key or token.', retryable: false },
  AUTHENTICATION_UNAVAILABLE: {
    message:
      'Your token cannot be verified at the moment. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.',
    retryable: true,
  },
  PORTAL_CREDENTIAL_REJECTED: {
    message: "The portal rejected the gateway's own credential. The gateway's operator must renew it.",
    retryable: false,
  },
  PAYMENT_REQUIRED: { message: "The portal's plan or payment does not cover this.", retryable: false },
  CONFIRMATION_REQUIRED: {
    message:
      'A portal administrator must confirm this method first, once for each new access token. Then send the operation again.',
    retryable: false,
  },
  CONFIRMATION_DENIED: {
    message: 'A portal administrator denied the application this method.',
    retryable: false,
  },
  OPERATION_TOO_COSTLY: {
    message:
      'This operation costs more than the gateway allows: see "cost" and "limit". Nothing was executed. Request fewer entries or fields.',
    retryable: false,
  },
  RATE_LIMITED: {
    message:
      'A limit of the portal was reached. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.',
    retryable: true,
  },
  PORTAL_UNAVAILABLE: {
    message: 'The portal could not be reached or did not return a usable response. Nothing was changed.',
    retryable: true,
  },
  OUTCOME_UNKNOWN: {
    message:
      'The portal did not confirm this change, so it may or may not have been made. Do not repeat it blindly: wait "checkAfterMs" milliseconds, then check whether it was made.',
    retryable: false,
  },
  UPSTREAM_ERROR: { message: 'The portal returned an error: see "bitrix24".', retryable: false },
  IDEMPOTENCY_CONFLICT: {
    message:
      'The idempotency key was already used with other arguments. Nothing was executed: use a new key for a new operation.',
    retryable: false,
  },
  SHUTTING_DOWN: {
    message: 'The gateway is shutting down. Nothing was executed: send the operation again.',
    retryable: true,
  },
  INTERNAL_SERVER_ERROR: {
    message: 'The gateway failed. Its operator can find the cause in the log under this "requestId".',
    retryable: false,
  },
} satisfies Record<keyof DetailsByCode, CodeEntry>;
