import type { CommonExtensions, DetailsByCode, TelephonyErrorCode } from './error-details.ts';

type Presence<T, K extends keyof T> = object extends Pick<T, K> ? 'sometimes' : 'always';

type Presences<T> = { readonly [K in keyof T]-?: Presence<T, K> };

/** The keys that every error has besides `code`. */
export const COMMON_KEYS: Presences<CommonExtensions> = {
  retryable: 'always',
  requestId: 'always',
  applied: 'sometimes',
};

/**
 * The keys that the errors with each code have besides those of every error. The compiler compares it with
 * `DetailsByCode`, so that a key or code that is in one of them only does not compile.
 */
export const KEYS_BY_CODE: { readonly [C in TelephonyErrorCode]: Presences<DetailsByCode[C]> } = {
  MAX_CLOUD_PBX: { bitrix24: 'sometimes' },
  TITLE_EXISTS: { argument: 'always', existingConfigId: 'sometimes', bitrix24: 'sometimes' },
  BAD_USER_INPUT: { argument: 'always', problems: 'always', bitrix24: 'sometimes' },
  NOT_FOUND: { argument: 'sometimes', bitrix24: 'sometimes' },
  FORBIDDEN: { requiredScopes: 'sometimes', bitrix24: 'sometimes' },
  UNAUTHENTICATED: { bitrix24: 'sometimes' },
  AUTHENTICATION_UNAVAILABLE: { retryAfterMs: 'always' },
  PORTAL_CREDENTIAL_REJECTED: { portalState: 'sometimes', bitrix24: 'sometimes' },
  PAYMENT_REQUIRED: { bitrix24: 'sometimes' },
  CONFIRMATION_REQUIRED: { bitrix24: 'sometimes' },
  CONFIRMATION_DENIED: { bitrix24: 'sometimes' },
  OPERATION_TOO_COSTLY: { limit: 'always', cost: 'sometimes', bound: 'sometimes' },
  RATE_LIMITED: { retryAfterMs: 'always', argument: 'sometimes', bitrix24: 'sometimes' },
  PORTAL_UNAVAILABLE: { retryAfterMs: 'sometimes', bitrix24: 'sometimes' },
  OUTCOME_UNKNOWN: { checkAfterMs: 'always', bitrix24: 'sometimes' },
  UPSTREAM_ERROR: { bitrix24: 'sometimes' },
  IDEMPOTENCY_CONFLICT: { argument: 'always' },
  SHUTTING_DOWN: { retryAfterMs: 'sometimes' },
  INTERNAL_SERVER_ERROR: {},
};
