import type { StoppedError } from '../demand-control/stopped-error.ts';
import { clientError, type ClientError } from './client-error.ts';

/** The error of an operation that did not run to its end. What it had read by then is in the answer. */
export function stoppedOperation({ reason, limit }: StoppedError): ClientError {
  switch (reason) {
    case 'client-gone':
      return clientError('RATE_LIMITED', { message: 'The client hung up before the operation was done.' });
    case 'deadline':
      return clientError('PORTAL_UNAVAILABLE', {
        message: `The portal did not return all that this query asks for within ${limit / 1000} seconds. Ask for less at once.`,
      });
    case 'commands':
      return tooCostly(reason, limit, `it takes more than ${limit} calls to the portal`);
    case 'values':
      return tooCostly(reason, limit, `its answer holds more than ${limit} values`);
    case 'characters':
      return tooCostly(
        reason,
        limit,
        `the texts and response keys in its answer are longer than ${limit} characters`,
      );
    case 'errors':
      return tooCostly(reason, limit, `more than ${limit} of its fields failed`);
  }
}

function tooCostly(bound: StoppedError['reason'], limit: number, why: string): ClientError {
  const message = `The operation was stopped while it ran: ${why}. Ask for fewer entries or fields.`;
  return clientError('OPERATION_TOO_COSTLY', { message }, { bound, limit });
}
