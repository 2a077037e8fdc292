import { parseUrl } from './parse-url.ts';
import type { Parsed, ReadSetting } from './setting-reader.ts';

/** How spans are sent to a collector. Everything else about it is read by OpenTelemetry's SDK itself. */
export interface TraceSettings {
  readonly protocol: OtlpProtocol;
}

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
export type OtlpProtocol = (typeof PROTOCOLS)[number];

/**
 * Whether OpenTelemetry's own variables configure an exporter of traces; undefined if they do not. Those that are checked
 * here would otherwise be ignored silently.
 */
export function readTraces(read: ReadSetting): TraceSettings | undefined {
  if (read('OTEL_SDK_DISABLED', false, parseTrue)) return undefined;
  const exporter = read<'otlp' | 'none' | undefined>('OTEL_TRACES_EXPORTER', undefined, parseExporter);
  if (exporter === 'none') return undefined;
  const hasEndpoint = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']
    .map((name) => read(name, false, parseEndpoint))
    .includes(true);
  if (!exporter && !hasEndpoint) return undefined;
  const protocol = read<OtlpProtocol>('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf', parseProtocol);
  return { protocol: read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', protocol, parseProtocol) };
}

/** OpenTelemetry's specification: anything else is false. */
function parseTrue(text: string): Parsed<boolean> {
  return { value: text.toLowerCase() === 'true' };
}

function parseExporter(text: string): Parsed<'otlp' | 'none'> {
  return text === 'otlp' || text === 'none'
    ? { value: text }
    : { problem: 'must be otlp or none: this gateway has no other exporter of traces' };
}

function parseEndpoint(text: string): Parsed<boolean> {
  return /^https?:\/\//i.test(text) && parseUrl(text)
    ? { value: true }
    : { problem: 'must be the http or https URL of a collector, such as http://127.0.0.1:4318' };
}

function parseProtocol(text: string): Parsed<OtlpProtocol> {
  const value = PROTOCOLS.find((protocol) => protocol === text);
  return value ? { value } : { problem: `must be one of ${PROTOCOLS.join(', ')}` };
}
