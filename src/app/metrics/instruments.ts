import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds, from what the gateway itself takes to what a caller may wait at most. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45];

/** How many commands a request may carry. */
const COMMANDS = [1, 2, 5, 10, 20, 30, 40, 50];

/**
 * What is counted where it happens. Every label has a fixed set of values: none names a portal, a caller or an
 * operation.
 */
export function createInstruments(registry: Registry) {
  const registers = [registry];
  return {
    fields: new Counter({
      name: 'gateway_fields_total',
      help: 'Root fields of executed operations, by field and code: OK, or each error code below the field.',
      labelNames: ['field', 'code'] as const,
      registers,
    }),
    replayedFields: new Counter({
      name: 'gateway_replayed_fields_total',
      help: 'Root fields that returned an earlier outcome because of their idempotency key, by field.',
      labelNames: ['field'] as const,
      registers,
    }),
    operationSeconds: new Histogram({
      name: 'gateway_operation_duration_seconds',
      help: 'Duration of executed operations, by kind: query or mutation.',
      labelNames: ['kind'] as const,
      buckets: SECONDS,
      registers,
    }),
    refusedRequests: new Counter({
      name: 'gateway_refused_requests_total',
      help: 'Requests that were not executed, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    calls: new Counter({
      name: 'gateway_upstream_calls_total',
      help: 'Commands that were sent to portals, by method and outcome; each attempt counts.',
      labelNames: ['method', 'outcome'] as const,
      registers,
    }),
    callSeconds: new Histogram({
      name: 'gateway_upstream_call_duration_seconds',
      help: 'Time from sending a command to its outcome, by method.',
      labelNames: ['method'] as const,
      buckets: SECONDS,
      registers,
    }),
    batchCommands: new Histogram({
      name: 'gateway_batch_commands',
      help: 'Commands in each request to a portal; more than one in a batch.',
      buckets: COMMANDS,
      registers,
    }),
    queueSeconds: new Histogram({
      name: 'gateway_queue_wait_seconds',
      help: 'Time that commands waited in the queue before they were sent, by lane: interactive or bulk.',
      labelNames: ['lane'] as const,
      buckets: SECONDS,
      registers,
    }),
    unsentCommands: new Counter({
      name: 'gateway_unsent_commands_total',
      help: 'Commands that were never sent, by reason: too-slow, queue-full or cancelled.',
      labelNames: ['reason'] as const,
      registers,
    }),
    retries: new Counter({
      name: 'gateway_retries_total',
      help: 'Commands that were queued again after a failure, by method.',
      labelNames: ['method'] as const,
      registers,
    }),
    sharedReads: new Counter({
      name: 'gateway_shared_reads_total',
      help: 'Reads that used the result of an identical one under way, by method.',
      labelNames: ['method'] as const,
      registers,
    }),
    settlements: new Counter({
      name: 'gateway_settlements_total',
      help: 'Writes whose response was lost, by method and what became of them: succeeded, failed or unknown.',
      labelNames: ['method', 'outcome'] as const,
      registers,
    }),
    tokenExchanges: new Counter({
      name: 'gateway_token_refreshes_total',
      help: 'Exchanges of refresh tokens of the application, by outcome: granted, refused or unavailable.',
      labelNames: ['outcome'] as const,
      registers,
    }),
  };
}

export type Instruments = ReturnType<typeof createInstruments>;

/** What is in use when the metrics are read. */
export interface Sample {
  readonly portals: number;
  readonly waiting: number;
  readonly inFlight: number;
  /** Of the portal whose bucket is the fullest, from 0 to 1. */
  readonly bucketLevel: number;
  /** By method, of the credential that has used most of it. */
  readonly operatingSeconds: ReadonlyMap<string, number>;
  readonly droppedLines: number;
  /** Also true without Redis. */
  readonly redisUp: boolean;
  readonly rememberedKeys: number;
}

/** What is looked up when the metrics are read, and costs nothing before. `refresh` sets it. */
export function createGauges(registry: Registry): (sample: Sample) => void {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const portals = gauge('gateway_portals', 'Portals that the gateway has a connection to.');
  const waiting = gauge('gateway_queue_length', 'Commands that wait to be sent, of all portals.');
  const inFlight = gauge(
    'gateway_requests_in_flight',
    'Requests to portals in flight, without stalled ones.',
  );
  const bucketLevel = gauge(
    'gateway_rate_bucket_level',
    'How full the rate bucket of the busiest portal is, from 0 to 1.',
  );
  const redisUp = gauge(
    'gateway_redis_up',
    '0 while Redis does not respond, otherwise 1; also 1 without Redis.',
  );
  const operatingSeconds = new Gauge({
    name: 'gateway_operating_seconds',
    help: 'Seconds that a method has run in ten minutes, of the credential that has used most; portals block it at 480.',
    labelNames: ['method'] as const,
    registers,
  });
  const rememberedKeys = gauge(
    'gateway_idempotency_keys',
    'Outcomes that are remembered for idempotency keys.',
  );
  const droppedLines = new Counter({
    name: 'gateway_log_lines_dropped_total',
    help: 'Lines of the log that could not be written.',
    registers,
  });
  let dropped = 0;
  return (sample) => {
    portals.set(sample.portals);
    waiting.set(sample.waiting);
    inFlight.set(sample.inFlight);
    bucketLevel.set(sample.bucketLevel);
    rememberedKeys.set(sample.rememberedKeys);
    operatingSeconds.reset();
    for (const [method, seconds] of sample.operatingSeconds) operatingSeconds.set({ method }, seconds);
    redisUp.set(sample.redisUp ? 1 : 0);
    droppedLines.inc(sample.droppedLines - dropped);
    dropped = sample.droppedLines;
  };
}
