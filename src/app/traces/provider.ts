import type { TracerProvider } from '@opentelemetry/api';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TraceSettings } from '../../config/trace-settings.ts';
import type { Logger } from '../../observability/logger.ts';

export interface ProviderOptions extends TraceSettings {
  /** `name/version` of the gateway. */
  readonly userAgent: string;
  readonly logger: Logger;
}

/** What sends spans to the collector. Apart from the protocol, it is configured by the SDK's own variables. */
export interface SpanSender {
  readonly provider: TracerProvider;
  /** Sends what has not been sent. Takes as long as the collector does. */
  flush(): Promise<void>;
}

export function createSpanSender({ protocol, userAgent, logger }: ProviderOptions): SpanSender {
  const [name = '', version = ''] = userAgent.split('/');
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': name, 'service.version': version }))
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })),
    spanProcessors: [new BatchSpanProcessor(reportFailures(exporter, logger))],
  });
  return {
    provider,
    // A collector that is not there is in the log already.
    flush: () => provider.shutdown().catch(() => undefined),
  };
}

/** Logs when spans can no longer be sent, and when they can again. Not why in words: they may quote the address. */
function reportFailures(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isFailing = false;

  function report(spans: number, { code, error }: ExportResult): void {
    const failed = code !== ExportResultCode.SUCCESS;
    if (failed === isFailing) return;
    isFailing = failed;
    if (failed)
      logger.warn({ spans, reason: reasonOf(error) }, 'spans are lost: the collector does not take them');
    else logger.info('the collector takes spans again');
  }

  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        report(spans.length, result);
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}

/** A status of HTTP or a code of Node, such as `ECONNREFUSED`. */
function reasonOf(error: Error | undefined): string | undefined {
  const code = error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}
