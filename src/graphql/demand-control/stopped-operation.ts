import type { StoppedError } from './stopped-error.ts';
import { clientError, type ClientError } from '../errors/client-error.ts';

/** The error of an operation that was stopped. The response contains what it had read by then, unless it had
 * to make room in memory. */
export function stoppedOperation({ reason, limit }: StoppedError): ClientError {
  switch (reason) {
    case 'client-gone':
      return clientError(
        'RATE_LIMITED',
        { message: 'The client hung up before the operation was complete.' },
        { retryAfterMs: 0 },
      );
    case 'deadline':
      return clientError('PORTAL_UNAVAILABLE', {
        message: `The portal did not return everything in this query within ${limit / 1000} seconds. Request less at once.`,
      });
    case 'commands':
      return tooCostly(reason, limit, `it needs more than ${limit} calls to the portal`);
    case 'values':
      return tooCostly(reason, limit, `its response has more than ${limit} values`);
    case 'characters':
      return tooCostly(
        reason,
        limit,
        `the strings and response keys in its response have more than ${limit} characters`,
      );
    case 'received':
      return tooCostly(reason, limit, `the portal sent more than ${limit} characters for it`);
    case 'memory':
      return tooCostly(
        reason,
        limit,
        'what portals sent takes more memory than there is, and what they sent for this operation took most of it',
      );
    case 'errors':
      return tooCostly(reason, limit, `more than ${limit} of its fields failed`);
  }
}

function tooCostly(bound: StoppedError['reason'], limit: number, why: string): ClientError {
  const message = `The operation was stopped while it was running: ${why}. Request fewer entries or fields.`;
  return clientError('OPERATION_TOO_COSTLY', { message }, { bound, limit });
}
