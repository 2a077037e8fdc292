import type { Observe } from '../bitrix24/events.ts';
import type { Logger } from '../observability/logger.ts';

/**
 * Logs the calls to a portal that an operator should know about: retries, refusals and lost writes. All other events
 * are for metrics.
 */
export function logPortalEvents(logger: Logger): Observe {
  return (event) => {
    switch (event.kind) {
      case 'retried': {
        const { method, error, delayMs } = event;
        logger.debug({ method, failure: error.failure.kind, delayMs }, 'a call to the portal is repeated');
        return;
      }
      case 'refused': {
        const { method, reason, retryAfterMs } = event;
        logger.debug({ method, reason, retryAfterMs }, 'a call to the portal is refused here');
        return;
      }
      case 'settled': {
        const { method, outcome, tookMs } = event;
        const log = outcome === 'unknown' ? logger.warn : logger.info;
        log({ method, outcome, tookMs: Math.round(tookMs) }, 'a write without a response is settled');
        return;
      }
      default:
    }
  };
}
