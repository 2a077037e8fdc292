import { clientError, type ClientError } from './client-error.ts';

/** When some of the requests that hold memory will be done. */
const RETRY_AFTER_MS = 1_000;

/** Requests that are not done yet hold so much memory that another one is refused, with status 503. */
export function tooMuchHeld(): ClientError<'RATE_LIMITED'> {
  const message =
    'The gateway has too many of your operations, or too large ones, that are not done yet. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';
  return clientError('RATE_LIMITED', { message }, { retryAfterMs: RETRY_AFTER_MS });
}
