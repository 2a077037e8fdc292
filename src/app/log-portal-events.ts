import type { Observe } from '../bitrix24/events.ts';
import type { Logger } from '../observability/logger.ts';

/**
 * Logs what an operator should know about: retries, refusals, lost writes and exchanged tokens. All other events are for
 * metrics and traces.
 */
export function logPortalEvents(logger: Logger): Observe {
  return (event) => {
    switch (event.kind) {
      case 'retried': {
        const { method, call, error, delayMs } = event;
        logger.debug(
          { ...call.origin, method, failure: error.failure.kind, delayMs },
          'a call to the portal is repeated',
        );
        return;
      }
      case 'refused': {
        const { method, origin, reason, retryAfterMs } = event;
        logger.debug({ ...origin, method, reason, retryAfterMs }, 'a call to the portal is refused here');
        return;
      }
      case 'settled': {
        const { method, origin, outcome, tookMs } = event;
        const log = outcome === 'unknown' ? logger.warn : logger.info;
        log(
          { ...origin, method, outcome, tookMs: Math.round(tookMs) },
          'a write without a response is settled',
        );
        return;
      }
      case 'exchanged': {
        const { portalKey, outcome } = event;
        const log = outcome === 'granted' ? logger.info : logger.warn;
        log({ portalKey, outcome }, 'a refresh token is exchanged');
        return;
      }
      default:
    }
  };
}
