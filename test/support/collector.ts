import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';

/** A span as a collector receives it, with attributes by name. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly links: readonly string[];
  /** The message of the error; undefined for no error. */
  readonly error: string | undefined;
}

export const KIND = { internal: 1, server: 2, client: 3 } as const;

export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly { readonly path: string; readonly type: string; readonly body: string }[];
  /** What was received as JSON. */
  readonly spans: () => ReceivedSpan[];
  readonly resource: () => Readonly<Record<string, unknown>>;
  /** Responds with this status from now on. */
  readonly respondWith: (status: number) => void;
}

/** Receives spans by OTLP over HTTP, and responds with a status or not at all. */
export async function startCollector(firstStatus: number | 'never' = 200): Promise<Collector> {
  let status = firstStatus;
  const requests: { path: string; type: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const type = request.headers['content-type'] ?? '';
      requests.push({ path: request.url ?? '', type, body: Buffer.concat(chunks).toString('latin1') });
      if (status === 'never') return;
      response.writeHead(status, { 'content-type': type }).end(type.endsWith('json') ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const received = () => requests.flatMap(({ body }) => (JSON.parse(body) as Otlp).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans: () => received().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(toSpan))),
    respondWith(next) {
      status = next;
    },
    resource: () => valuesOf(received()[0]?.resource.attributes ?? []),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The variables that make a gateway of this process send spans as JSON. */
export function tracedTo(collector: Pick<Collector, 'url'>): Record<string, string> {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };
  // OpenTelemetry's SDK reads its own variables.
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return environment;
}

export interface TracedGatewayOptions extends Omit<TestGatewayOptions, 'environment'> {
  readonly environment?: Readonly<Record<string, string>>;
}

/** A gateway that sends spans to a collector. */
export async function startTracedGateway(
  collector: Pick<Collector, 'url'>,
  { environment, ...options }: TracedGatewayOptions = {},
): Promise<TestGateway> {
  for (const [name, value] of Object.entries(environment ?? {}))
    if (name.startsWith('OTEL_')) vi.stubEnv(name, value);
  const gateway = await startGateway({ ...options, environment: { ...tracedTo(collector), ...environment } });
  vi.unstubAllEnvs();
  return gateway;
}

interface Otlp {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly { readonly name: string }[];
  readonly links: readonly { readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

function toSpan(span: OtlpSpan): ReceivedSpan {
  const { traceId, spanId, name, kind } = span;
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanId,
    name,
    kind,
    startsAt: Number(span.startTimeUnixNano),
    endsAt: Number(span.endTimeUnixNano),
    attributes: valuesOf(span.attributes),
    events: span.events.map((event) => event.name),
    links: span.links.map((link) => link.spanId),
    error: span.status.code === 2 ? (span.status.message ?? '') : undefined,
  };
}

function valuesOf(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
