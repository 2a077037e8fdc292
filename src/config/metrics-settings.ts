import type { MetricsSettings } from './config.ts';
import type { Parsed, ReadSetting } from './setting-reader.ts';

export interface AddressParsers {
  readonly host: (text: string) => Parsed<string>;
  readonly port: (text: string) => Parsed<number>;
}

/** Where the metrics are served; undefined if they are not. */
export function readMetrics(
  read: ReadSetting,
  problems: string[],
  parse: AddressParsers,
): MetricsSettings | undefined {
  const port = read<number | undefined>('METRICS_PORT', undefined, parse.port);
  const host = read<string | undefined>('METRICS_HOST', undefined, parse.host);
  if (port !== undefined) return { host: host ?? '127.0.0.1', port };
  if (host !== undefined)
    problems.push('METRICS_HOST does nothing without METRICS_PORT: set both, or neither.');
  return undefined;
}
