import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';

/** What becomes of a code of the portal. */
export interface PortalCode {
  readonly code: TelephonyErrorCode;
  /** Replaces the default message of the code. */
  readonly message?: string;
  /** Replaces the default of the code. */
  readonly retryable?: boolean;
  /** When another try can succeed, as far as the code alone tells. */
  readonly retryAfterMs?: number;
}

const BROKEN: PortalCode = { code: 'PORTAL_UNAVAILABLE', message: 'The portal failed to carry this out.' };
const CREDENTIAL: PortalCode = { code: 'PORTAL_CREDENTIAL_REJECTED' };
const FORBIDDEN: PortalCode = { code: 'FORBIDDEN' };
const UPSTREAM: PortalCode = { code: 'UPSTREAM_ERROR' };

/**
 * Every code that a webhook or a token can bring, in upper case: the portal writes them in both.
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
      message: 'The portal has no registration of this line at a provider. The line itself may still exist.',
    },

    ACCESS_DENIED: {
      code: 'FORBIDDEN',
      message:
        "The portal denies access: either the user whose webhook or token this is lacks the right that this needs (to manage numbers, to change user settings, to call or to view statistics), or the portal's plan does not include REST.",
    },
    INVALID_CREDENTIALS: {
      code: 'FORBIDDEN',
      message:
        'The user whose webhook or token this is lacks the right to call this method, or the webhook no longer exists.',
    },
    USER_ACCESS_ERROR: FORBIDDEN,
    INSUFFICIENT_SCOPE: {
      code: 'FORBIDDEN',
      message:
        'A scope is missing for this: add "telephony", and for info calls "call", to the scopes of the webhook or application.',
    },
    WRONG_AUTH_TYPE: {
      code: 'FORBIDDEN',
      message: 'The portal does not allow this method to this kind of webhook or token.',
    },

    NO_AUTH_FOUND: CREDENTIAL,
    EXPIRED_TOKEN: CREDENTIAL,
    INVALID_TOKEN: CREDENTIAL,
    ERROR_OAUTH: CREDENTIAL,
    PAYMENT_REQUIRED: { code: 'PAYMENT_REQUIRED' },
    METHOD_CONFIRM_WAITING: { code: 'CONFIRMATION_REQUIRED' },
    METHOD_CONFIRM_DENIED: { code: 'CONFIRMATION_DENIED' },

    // The bucket leaks 2 or 5 requests a second: a second later there is room for one.
    QUERY_LIMIT_EXCEEDED: { code: 'RATE_LIMITED', retryAfterMs: 1_000 },
    // The window moves on in slots of a minute.
    OPERATION_TIME_LIMIT: {
      code: 'RATE_LIMITED',
      message: 'The portal has no working time left for this method at the moment. Nothing was executed.',
      retryAfterMs: 60_000,
    },
    OVERLOAD_LIMIT: {
      code: 'PORTAL_UNAVAILABLE',
      message:
        'The vendor has blocked REST for this portal because of overload. Its support must lift the block.',
      retryable: false,
    },
    PORTAL_DELETED: {
      code: 'PORTAL_UNAVAILABLE',
      message: 'The portal has been deleted.',
      retryable: false,
    },
    INTERNAL_SERVER_ERROR: BROKEN,
    ERROR_UNEXPECTED_ANSWER: BROKEN,

    INVALID_REQUEST: {
      code: 'UPSTREAM_ERROR',
      message: 'The portal refused the form of the request: it insists on https.',
    },
    ERROR_METHOD_NOT_FOUND: {
      code: 'UPSTREAM_ERROR',
      message: 'The portal does not know this method: its telephony module may be missing or too old.',
    },
    ERROR_MANIFEST_IS_NOT_AVAILABLE: UPSTREAM,
    ERROR_BATCH_METHOD_NOT_ALLOWED: UPSTREAM,
    ERROR_BATCH_LENGTH_EXCEEDED: UPSTREAM,
    ERROR_CORE: UPSTREAM,
  } satisfies Record<string, PortalCode>),
);

/** Never fails: what is not in the table is an `UPSTREAM_ERROR`. */
export function translatePortalCode(code: string, description: string): PortalCode {
  // Some methods refuse without a code. Their texts are always English.
  if (code === '') return /not allowed|no permission/i.test(description) ? FORBIDDEN : UPSTREAM;
  return PORTAL_CODES.get(code.toUpperCase()) ?? UPSTREAM;
}
