import { AsyncLocalStorage } from 'node:async_hooks';
import type { Observe } from '../../bitrix24/events.ts';
import type { TraceSettings } from '../../config/trace-settings.ts';
import type { Secret } from '../../config/secret.ts';
import type { BeginTrace } from '../../http/request-traces.ts';
import type { Logger } from '../../observability/logger.ts';
import { printable } from '../../observability/printable.ts';
import { createScrubber } from '../../observability/scrubber.ts';
import { createSpanSender } from './provider.ts';
import { cleaner } from './spans.ts';
import { tracePortalEvents } from './trace-portal-events.ts';
import { traceRequest, type FieldSpan } from './trace-request.ts';

/** Spans of requests and of what they do. */
export interface Traces {
  readonly begin: BeginTrace;
  readonly observePortal: Observe;
  /** Sends what has not been sent, which takes as long as the collector does. There are no traces after that. */
  end(): Promise<void>;
}

export interface TracesOptions extends TraceSettings {
  /** `name/version` of the gateway. */
  readonly userAgent: string;
  readonly logger: Logger;
  /** Values that must not occur in any span. */
  readonly secrets: readonly Secret[];
}

/** Creates traces with a provider of their own: nothing is registered globally. */
export function createTraces({ secrets, ...options }: TracesOptions): Traces {
  const sender = createSpanSender(options);
  const [name = '', version] = options.userAgent.split('/');
  const tracer = sender.provider.getTracer(name, version);
  const scrubber = createScrubber(secrets);
  const attributes = cleaner((text) => printable(scrubber.scrub(text)));
  const portal = tracePortalEvents(tracer, attributes);
  // A queue sends commands of many requests in one turn: only resolvers run in the context of their field.
  const current = new AsyncLocalStorage<FieldSpan>();
  return {
    begin: (request) => traceRequest(request, { tracer, attributes, current, belongsTo: portal.belongsTo }),
    observePortal: portal.observe,
    async end() {
      await sender.flush();
      // Until then Node follows every promise of the process, also of others in it.
      current.disable();
    },
  };
}
