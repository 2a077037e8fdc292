import type { TelephonyError } from 'bitrix24-telephony-gateway/client';

/** What a person can do about an error. */
export interface Advice {
  readonly text: string;
  /** Sending the same again helps, after this many milliseconds. */
  readonly retryAfterMs?: number;
  /** What to look at first, after this many milliseconds, because sending it again could do it twice. */
  readonly checkAfterMs?: number;
  /** To be quoted to the operator of the gateway. */
  readonly requestId?: string;
}

/** Stops compiling when the gateway gets a new code. */
export function adviceFor({ message, extensions }: TelephonyError): Advice {
  const { requestId, retryable } = extensions;
  switch (extensions.code) {
    case 'MAX_CLOUD_PBX':
      return { text: 'The portal has no room for another cloud line. Delete one, or add an office line.' };
    case 'RATE_LIMITED':
      return {
        text: 'The portal is busy, so this was not done.',
        retryAfterMs: extensions.retryAfterMs,
      };
    case 'AUTHENTICATION_UNAVAILABLE':
      return {
        text: 'Your login cannot be verified at the moment, so this was not done.',
        retryAfterMs: extensions.retryAfterMs,
      };
    case 'PORTAL_UNAVAILABLE':
    case 'SHUTTING_DOWN':
      return retryable
        ? {
            text: 'The portal cannot be reached, so this was not done.',
            retryAfterMs: extensions.retryAfterMs ?? 0,
          }
        : { text: message };
    case 'OUTCOME_UNKNOWN':
      return retryable
        ? {
            text: 'The portal did not confirm it, so it may have been done or not. Do not enter it a second time: find out here, which cannot do it twice.',
            retryAfterMs: extensions.checkAfterMs,
          }
        : {
            text: 'The portal did not confirm it, so it may have been done or not. Check before you try again.',
            checkAfterMs: extensions.checkAfterMs,
          };
    case 'NOT_FOUND':
      return { text: 'Somebody else has deleted it.' };
    case 'UNAUTHENTICATED':
      return { text: 'Your session has ended. Log in again.' };
    case 'FORBIDDEN':
      return { text: extensions.requiredScopes ? 'Your key does not allow this.' : message };
    case 'CONFIRMATION_REQUIRED':
    case 'CONFIRMATION_DENIED':
    case 'PAYMENT_REQUIRED':
      return { text: `${message} Ask an administrator of the portal.` };
    case 'TITLE_EXISTS':
    case 'BAD_USER_INPUT':
    case 'OPERATION_TOO_COSTLY':
      return { text: message };
    case 'IDEMPOTENCY_CONFLICT':
    case 'PORTAL_CREDENTIAL_REJECTED':
    case 'UPSTREAM_ERROR':
    case 'INTERNAL_SERVER_ERROR':
      return { text: message, requestId };
  }
}
