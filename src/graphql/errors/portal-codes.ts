import { isPortalError, type Bitrix24Error, type Failure } from '../../bitrix24/protocol/errors.ts';
import type { TelephonyErrorCode } from '../../client/error-details.ts';

type PortalFailure = Failure & { readonly kind: 'portal' };

/** The translation of a portal error code. */
export type PortalCode = PortalCodeTexts & (RateLimit | OtherCode);

interface RateLimit {
  readonly code: 'RATE_LIMITED';
  /** When a retry can succeed, as far as the code alone shows. */
  readonly retryAfterMs: number;
}

interface OtherCode {
  readonly code: Exclude<
    TelephonyErrorCode,
    | 'RATE_LIMITED'
    | 'OUTCOME_UNKNOWN'
    | 'OPERATION_TOO_COSTLY'
    | 'IDEMPOTENCY_CONFLICT'
    | 'AUTHENTICATION_UNAVAILABLE'
  >;
}

interface PortalCodeTexts {
  /** Overrides the code's default message. */
  readonly message?: string;
  /** What to say instead to a caller whose own token the portal rejected. */
  readonly messageToOwner?: string;
  /** Overrides the code's default. */
  readonly retryable?: boolean;
}

const BROKEN: PortalCode = { code: 'PORTAL_UNAVAILABLE', message: 'The portal failed to execute this.' };
const CREDENTIAL: PortalCode = { code: 'PORTAL_CREDENTIAL_REJECTED' };
const FORBIDDEN: PortalCode = { code: 'FORBIDDEN' };
const UPSTREAM: PortalCode = { code: 'UPSTREAM_ERROR' };

/**
 * Every error code that the portal can return for a webhook or token, in upper case: the portal uses both cases.
 * Source: Bitrix24 REST documentation, "Errors" and the pages of the telephony methods.
 */
const PORTAL_CODES: ReadonlyMap<string, PortalCode> = new Map(
  Object.entries({
    MAX_CLOUD_PBX: { code: 'MAX_CLOUD_PBX' },
    TITLE_EXISTS: { code: 'TITLE_EXISTS' },
    CHECK_FIELDS_ERROR: { code: 'BAD_USER_INPUT' },

    ERROR_NOT_FOUND: { code: 'NOT_FOUND' },
    ERROR_ARGUMENT: { code: 'NOT_FOUND' },
    REG_ID_NOT_FOUND: {
      code: 'NOT_FOUND',
      message:
        'The portal has no registration of this line with a provider. The line itself may still exist.',
    },

    USER_ACCESS_ERROR: FORBIDDEN,
    INSUFFICIENT_SCOPE: {
      code: 'FORBIDDEN',
      message:
        'A scope is missing: the webhook or application needs "telephony" and, for callbacks and info calls, "call".',
    },
    VERIFICATION_NEEDED: {
      code: 'FORBIDDEN',
      message: 'The portal requires a verification first, which its administrator must complete there.',
    },
    WRONG_AUTH_TYPE: {
      code: 'FORBIDDEN',
      message: 'The portal does not allow this method for this kind of webhook or token.',
    },

    NO_AUTH_FOUND: CREDENTIAL,
    EXPIRED_TOKEN: CREDENTIAL,
    INVALID_TOKEN: CREDENTIAL,
    ERROR_OAUTH: CREDENTIAL,
    AUTHORIZATION_ERROR: {
      code: 'PORTAL_CREDENTIAL_REJECTED',
      message:
        "The portal does not authorize the user of the gateway's webhook or application, who may have been blocked or dismissed. The gateway's operator must replace it.",
      messageToOwner:
        'The portal does not authorize the user of your token, who may have been blocked or dismissed.',
    },
    APPLICATION_NOT_FOUND: {
      code: 'PORTAL_CREDENTIAL_REJECTED',
      message:
        "The portal does not have the gateway's application. A portal administrator must install it again.",
      messageToOwner:
        'The portal does not have the application of your token. A portal administrator must install it again.',
    },
    PAYMENT_REQUIRED: { code: 'PAYMENT_REQUIRED' },
    FEATURE_NOT_AVAILABLE_ON_CURRENT_PLAN: {
      code: 'PAYMENT_REQUIRED',
      message: "The portal's plan does not include this.",
    },
    PORTAL_BLOCKED_BY_LICENSE_SCANNER: {
      code: 'PAYMENT_REQUIRED',
      message: 'Bitrix24 has blocked the portal because of its license. Its administrator must resolve this.',
    },
    METHOD_CONFIRM_WAITING: { code: 'CONFIRMATION_REQUIRED' },
    METHOD_CONFIRM_DENIED: { code: 'CONFIRMATION_DENIED' },

    // The bucket leaks 2 or 5 requests per second: after a second, there is room for one.
    QUERY_LIMIT_EXCEEDED: { code: 'RATE_LIMITED', retryAfterMs: 1_000 },
    // The window moves in steps of one minute.
    OPERATION_TIME_LIMIT: {
      code: 'RATE_LIMITED',
      message:
        'The portal has no working time left for this method at the moment. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.',
      retryAfterMs: 60_000,
    },
    OVERLOAD_LIMIT: {
      code: 'PORTAL_UNAVAILABLE',
      message:
        'Bitrix24 has blocked REST for this portal because of overload. Ask Bitrix24 support to lift the block.',
      retryable: false,
    },
    PORTAL_DELETED: {
      code: 'PORTAL_UNAVAILABLE',
      message: 'The portal has been deleted.',
      retryable: false,
    },
    CONNECTION_ERROR: {
      code: 'PORTAL_UNAVAILABLE',
      message:
        "The portal cannot reach Bitrix24's authorization server at the moment. Nothing was executed: send the operation again.",
    },
    INTERNAL_SERVER_ERROR: BROKEN,
    ERROR_UNEXPECTED_ANSWER: BROKEN,

    INVALID_REQUEST: {
      code: 'UPSTREAM_ERROR',
      message: 'The portal rejected the request, because it requires HTTPS.',
    },
    ERROR_METHOD_NOT_FOUND: {
      code: 'UPSTREAM_ERROR',
      message: 'The portal does not have this method: its telephony module may be missing or outdated.',
    },
    ERROR_MANIFEST_IS_NOT_AVAILABLE: UPSTREAM,
    ERROR_BATCH_METHOD_NOT_ALLOWED: UPSTREAM,
    ERROR_BATCH_LENGTH_EXCEEDED: UPSTREAM,
  } satisfies Record<string, PortalCode>),
);

/** The message for what webhooks cannot do. */
export const APPLICATION_REQUIRED =
  'Bitrix24 allows the telephony settings of users to applications only, not to webhooks: connect the gateway to the portal as an application.';

/** `INVALID_CREDENTIALS` with status 401, by portals of 2026 and later. */
const UNKNOWN_WEBHOOK: PortalCode = {
  code: 'PORTAL_CREDENTIAL_REJECTED',
  message:
    "The portal does not have the gateway's webhook: it was deleted, or its end date has passed. The gateway's operator must replace it.",
};

/** `INVALID_CREDENTIALS` with any other status, by older portals. */
const INVALID_CREDENTIALS: PortalCode = {
  code: 'FORBIDDEN',
  message:
    'The owner of the webhook or token lacks permission to call this method, or the webhook no longer exists.',
};

const ACCESS_DENIED: PortalCode = {
  code: 'FORBIDDEN',
  message:
    "The portal denies access: either the owner of the webhook or token lacks the required permission (to manage numbers, change user settings, make calls or view statistics), or the portal's plan does not include REST.",
};

const INFO_CALLS_USED_UP: PortalCode = {
  code: 'UPSTREAM_ERROR',
  message: 'The portal has no info calls left this month. No call was started.',
};

/** Never throws: a code that is not in the table is an `UPSTREAM_ERROR`. */
export function translatePortalCode({ code, description, status }: PortalFailure): PortalCode {
  switch (code.toUpperCase()) {
    // Some methods return errors without a code. Their texts are always in English.
    case '':
      return /not allowed|no permission/i.test(description) ? FORBIDDEN : UPSTREAM;
    case 'INVALID_CREDENTIALS':
      return status === 401 ? UNKNOWN_WEBHOOK : INVALID_CREDENTIALS;
    case 'ACCESS_DENIED':
      return needsApplication(description)
        ? { code: 'FORBIDDEN', message: APPLICATION_REQUIRED }
        : ACCESS_DENIED;
    case 'ERROR_CORE':
      return /infocall limit/i.test(description) ? INFO_CALLS_USED_UP : UPSTREAM;
    default:
      return PORTAL_CODES.get(code.toUpperCase()) ?? UPSTREAM;
  }
}

/** Whether a portal refused a call because it came by a webhook. */
export function isApplicationRequired(error: Bitrix24Error): boolean {
  return (
    isPortalError(error, 'ACCESS_DENIED') &&
    error.failure.kind === 'portal' &&
    needsApplication(error.failure.description)
  );
}

// The text is in English, whatever the portal's language is.
function needsApplication(description: string): boolean {
  return /application context/i.test(description);
}
