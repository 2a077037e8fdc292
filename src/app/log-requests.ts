import type { OnRequestEnded } from '../http/request-notes.ts';
import type { Logger } from '../observability/logger.ts';

/** The longest name of a caller. The subject of a token may have any length. */
const MAX_NAME_LENGTH = 100;

/**
 * Writes one line for every request that is not an operation. What is served without one, such as probes and pages, is
 * logged at `debug`.
 */
export function logRequests(logger: Logger): OnRequestEnded {
  return ({ caller, ms, ...request }) => {
    const line = { ...request, caller: caller?.slice(0, MAX_NAME_LENGTH), ms: Math.round(ms) };
    if (request.reason === undefined) logger.debug(line, 'request');
    else if ((request.status ?? 0) >= 500) logger.warn(line, 'request refused');
    else logger.info(line, 'request refused');
  };
}
