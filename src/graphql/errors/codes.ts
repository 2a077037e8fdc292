import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';

/** What a client is told by default for each code. `retryable`: sending the operation again may help and cannot harm. */
export interface CodeEntry {
  readonly message: string;
  readonly retryable: boolean;
}

/** A `Record` over the generated type, so that a code added to the schema does not compile until it is here. */
export const CODES: Readonly<Record<TelephonyErrorCode, CodeEntry>> = {
  MAX_CLOUD_PBX: {
    message:
      'The portal has reached its limit of cloud PBX lines. Delete one that is no longer needed, or use an office PBX.',
    retryable: false,
  },
  TITLE_EXISTS: { message: 'A line with this title already exists. Choose another title.', retryable: false },
  BAD_USER_INPUT: { message: 'The input is not valid: see "problems".', retryable: false },
  NOT_FOUND: { message: 'This does not exist, or does not belong to this application.', retryable: false },
  FORBIDDEN: {
    message:
      'The portal does not allow this: the owner of the webhook or application needs the right that this takes, its scopes must include "telephony", and the portal\'s plan must include REST.',
    retryable: false,
  },
  UNAUTHENTICATED: { message: 'The key or token of this request is missing or not valid.', retryable: false },
  AUTHENTICATION_UNAVAILABLE: {
    message:
      'Your token cannot be checked at the moment. Nothing was executed: send the operation again after "retryAfterMs".',
    retryable: true,
  },
  PORTAL_CREDENTIAL_REJECTED: {
    message: "The portal does not accept the gateway's own credential. Its operator must renew it.",
    retryable: false,
  },
  PAYMENT_REQUIRED: { message: "The portal's plan or payment does not cover this.", retryable: false },
  CONFIRMATION_REQUIRED: {
    message: 'An administrator of the portal must confirm this method first. Then send the operation again.',
    retryable: false,
  },
  CONFIRMATION_DENIED: {
    message: 'An administrator of the portal denied this method to the application.',
    retryable: false,
  },
  OPERATION_TOO_COSTLY: {
    message:
      'This operation costs more than the gateway allows: see "cost" and "limit". Nothing was executed. Ask for fewer entries or fields.',
    retryable: false,
  },
  RATE_LIMITED: {
    message:
      'A limit of the portal is reached. Nothing was executed: send the operation again after "retryAfterMs".',
    retryable: true,
  },
  PORTAL_UNAVAILABLE: {
    message: 'The portal could not be reached or gave no usable answer. Nothing was changed.',
    retryable: true,
  },
  OUTCOME_UNKNOWN: {
    message:
      'The portal did not confirm this change, so it may have been made or not. Do not repeat it blindly: wait "checkAfterMs", then look whether it was made.',
    retryable: false,
  },
  UPSTREAM_ERROR: { message: 'The portal refused this: see "bitrix24".', retryable: false },
  IDEMPOTENCY_CONFLICT: {
    message: 'The idempotency key was already used for a different operation.',
    retryable: false,
  },
  SHUTTING_DOWN: {
    message: 'The gateway is stopping. Nothing was executed: send the operation again.',
    retryable: true,
  },
  INTERNAL_SERVER_ERROR: {
    message: 'The gateway failed. Its operator finds the cause under this "requestId".',
    retryable: false,
  },
};
