import type { Observe } from '../bitrix24/events.ts';
import type { Config } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';
import type { Logger } from '../observability/logger.ts';
import { logPortalEvents } from './log-portal-events.ts';
import type { Metrics, MetricsOptions } from './metrics/metrics.ts';
import type { Traces } from './traces/traces.ts';

/** What listens to the events of the parts below. */
export interface Observers {
  /** Undefined if they are not served. */
  readonly metrics: Metrics | undefined;
  /** Undefined if they are not exported. */
  readonly traces: Traces | undefined;
  /** For all of them, the log included. */
  readonly observePortal: Observe;
}

export interface ObserversOptions extends MetricsOptions {
  /** `name/version` of this package. */
  readonly userAgent: string;
  readonly logger: Logger;
  /** Values that must not occur in any span. */
  readonly secrets: readonly Secret[];
}

/** Creates those that the settings ask for. The others are not even loaded. */
export async function createObservers(
  { metrics: metricsSettings, traces: traceSettings }: Config,
  { userAgent, logger, secrets, ...measured }: ObserversOptions,
): Promise<Observers> {
  const observers = [logPortalEvents(logger)];
  let metrics: Metrics | undefined;
  if (metricsSettings) {
    const { createMetrics } = await import('./metrics/metrics.ts');
    metrics = createMetrics(measured);
    observers.push(metrics.observePortal);
  }
  let traces: Traces | undefined;
  if (traceSettings) {
    const { createTraces } = await import('./traces/traces.ts');
    traces = createTraces({ ...traceSettings, userAgent, logger, secrets });
    observers.push(traces.observePortal);
  }
  const [only] = observers;
  return {
    metrics,
    traces,
    observePortal:
      observers.length === 1 && only
        ? only
        : (event) => {
            for (const observe of observers) observe(event);
          },
  };
}
