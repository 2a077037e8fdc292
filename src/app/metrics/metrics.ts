import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Observe } from '../../bitrix24/events.ts';
import type { ObserveOperation } from '../../graphql/observe-operation.ts';
import type { PortalsInUse } from '../../portals/portals.ts';
import { createGauges, createInstruments, type Sample } from './instruments.ts';
import { measurePortalEvents } from './measure-portal-events.ts';
import { startAtZero } from './start-at-zero.ts';

/** What the gateway measures, in the text format of Prometheus. */
export interface Metrics {
  readonly observePortal: Observe;
  readonly observeOperation: ObserveOperation;
  /** A request was refused before it became an operation. */
  readonly requestRefused: (reason: string) => void;
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MetricsOptions {
  readonly inUse: () => PortalsInUse;
  /** Lines of the log that could not be written so far. */
  readonly droppedLines: () => number;
  /** Whether the replicas' Redis responds, and to everything; also true without one. */
  readonly isRedisUp: () => boolean;
  /** Outcomes that are remembered for idempotency keys. */
  readonly rememberedKeys: () => number;
}

/** Creates metrics with a registry of their own, which includes those of the process and its event loop. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { inUse, droppedLines, isRedisUp, rememberedKeys } = options;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const instruments = createInstruments(registry);
  startAtZero(instruments);
  const refreshGauges = createGauges(registry);
  return {
    observePortal: measurePortalEvents(instruments),
    observeOperation({ kind, ms, refused, fields, replayed }) {
      if (refused !== undefined) {
        instruments.refusedRequests.inc({ reason: refused });
        return;
      }
      if (kind) instruments.operationSeconds.observe({ kind }, ms / 1000);
      for (const { field, code } of fields) instruments.fields.inc({ field, code });
      for (const field of replayed) instruments.replayedFields.inc({ field });
    },
    requestRefused(reason) {
      instruments.refusedRequests.inc({ reason });
    },
    async read() {
      refreshGauges({
        ...sampleOf(inUse()),
        droppedLines: droppedLines(),
        redisUp: isRedisUp(),
        rememberedKeys: rememberedKeys(),
      });
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function sampleOf({
  connections,
  accesses,
}: PortalsInUse): Omit<Sample, 'droppedLines' | 'redisUp' | 'rememberedKeys'> {
  const sample = { portals: 0, waiting: 0, inFlight: 0, bucketLevel: 0 };
  const operatingSeconds = new Map<string, number>();
  for (const connection of connections) {
    const { waiting, inFlight, bucketLevel } = connection.load();
    sample.portals += 1;
    sample.waiting += waiting;
    sample.inFlight += inFlight;
    sample.bucketLevel = Math.max(sample.bucketLevel, bucketLevel);
  }
  for (const access of accesses)
    for (const [method, seconds] of access.operatingSeconds())
      operatingSeconds.set(method, Math.max(seconds, operatingSeconds.get(method) ?? 0));
  return { ...sample, operatingSeconds };
}
