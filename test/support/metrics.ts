import type { App } from '../../src/app/app.ts';
import { sendRequest } from './send-request.ts';

/** Makes a gateway serve metrics on a free port. */
export const MEASURED = { METRICS_PORT: '0' };

/** A metric as its text says. */
export interface Metric {
  readonly type: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads the metrics of a gateway by name. */
export async function readMetrics({ metricsUrl }: App): Promise<ReadonlyMap<string, Metric>> {
  const { status, text } = await sendRequest(metricsUrl ?? '');
  if (status !== 200) throw new Error(`no metrics: ${status}`);
  return parseMetrics(text);
}

/**
 * Values of one metric by its labels, such as `{ 'lane=bulk': 3 }`; of one without labels, by ''. Without the labels
 * that have counted nothing yet.
 */
export async function valuesOf(app: App, name: string): Promise<Readonly<Record<string, number>>> {
  const metrics = await readMetrics(app);
  const samples = [...metrics.values()].flatMap(({ type, samples }) =>
    samples.filter(
      (each) =>
        each.name === name && (type !== 'counter' || each.value > 0 || Object.keys(each.labels).length === 0),
    ),
  );
  return Object.fromEntries(
    samples.map(({ labels, value }) => [
      Object.entries(labels)
        .map(([label, text]) => `${label}=${text}`)
        .join(' '),
      value,
    ]),
  );
}

/** Parses the text format of Prometheus; fails for a line that is none of it. */
export function parseMetrics(text: string): ReadonlyMap<string, Metric> {
  const metrics = new Map<string, { type: string; samples: Sample[] }>();
  let current: { type: string; samples: Sample[] } | undefined;
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('# HELP'))) {
    const [, declared, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (declared !== undefined && type !== undefined) {
      current = { type, samples: [] };
      metrics.set(declared, current);
      continue;
    }
    const [, name, labels, value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || !current) throw new Error(`no metric: ${line}`);
    current.samples.push({ name, labels: parseLabels(labels ?? ''), value: Number(value) });
  }
  return metrics;
}

function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]),
  );
}
