import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createSchema } from '../../src/graphql/schema.ts';
import { declaredMethods } from '../support/declared-methods.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { MEASURED, readMetrics, type Metric } from '../support/metrics.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const rules = (parse(readFileSync('deploy/prometheus-alerts.yml', 'utf8')) as Rules).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(readFileSync('deploy/grafana-dashboard.json', 'utf8')) as Dashboard;
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** The code that declares a metric of the gateway. */
function declarationOf(name: string): string {
  const start = sources.indexOf(`name: '${name}'`);
  return start < 0 ? '' : sources.slice(start, sources.indexOf('})', start));
}

/** The metrics that an expression uses, without those that Prometheus itself adds. */
const metricsIn = (expression: string) =>
  [...expression.matchAll(/\b(?:gateway|nodejs|process)_\w+/g)].map(([name]) => name);
const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');

let gateway: TestGateway;
let atStart: ReadonlyMap<string, Metric>;
let metrics: ReadonlyMap<string, Metric>;
beforeAll(async () => {
  gateway = await startGateway({ environment: MEASURED });
  atStart = await readMetrics(gateway.app);
  await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
  metrics = await readMetrics(gateway.app);
});
afterAll(() => gateway.close());

describe.each(expressions)('%s', (_title, expression) => {
  it('uses metrics that exist, as their type allows', () => {
    for (const name of metricsIn(expression)) {
      const metric = metrics.get(name) ?? metrics.get(base(name));
      expect(metric?.type, name).toBeDefined();
      const isCumulative = metric?.type !== 'gauge';
      expect(new RegExp(`(rate|increase)\\(${name}\\b`).test(expression), name).toBe(isCumulative);
    }
  });

  it('selects by labels and values that exist', () => {
    const labels = new Set(
      metricsIn(expression).flatMap(
        (name) => /labelNames: \[(.*)\]/.exec(declarationOf(base(name)))?.[1]?.match(/\w+/g) ?? [],
      ),
    );
    const known = [...labels, 'le', 'job', 'instance'];
    for (const [, names = ''] of expression.matchAll(/\bby \(([^)]*)\)/g))
      for (const name of names.split(',')) expect(known).toContain(name.trim());
    for (const [, label, values = ''] of expression.matchAll(/(\w+)[!=]~?"([^"]*)"/g)) {
      expect(known).toContain(label);
      if (label === 'job') continue;
      for (const value of values.split('|')) expect(sources, value).toMatch(new RegExp(`['\\s]${value}[':]`));
    }
  });
});

/** What an alert waits for: `increase(name{label="value|other"}[5m])`, one entry for each value. */
const waitedFor = rules.flatMap(({ alert, expr }) =>
  [...expr.matchAll(/\bincrease\((\w+)(?:\{(\w+)=~?"([^"]*)"\})?/g)].flatMap(([, name = '', label, values]) =>
    (values?.split('|') ?? [undefined]).map((value) => ({ alert, name, label, value })),
  ),
);

// Prometheus sees no increase in a series that begins with one.
describe.each(waitedFor)('$alert does not miss the first $name of $value', ({ name, label, value }) => {
  const samples = () =>
    (atStart.get(name)?.samples ?? []).filter(({ labels }) => label === undefined || labels[label] === value);

  it('because it is counted from zero', () => {
    expect(samples().map((sample) => sample.value)).not.toEqual([]);
    for (const sample of samples()) expect(sample.value).toBe(0);
  });

  it('whichever root field or method it is', async () => {
    const schema = createSchema();
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
    );
    const all: Readonly<Record<string, readonly string[]>> = {
      // This one returns a constant.
      gateway_fields_total: fields.filter((field) => field !== 'Query._service'),
      gateway_settlements_total: (await declaredMethods())
        .filter(({ kind }) => kind === 'write')
        .map((method) => method.name),
    };
    const counted = samples().map(({ labels }) => labels['field'] ?? labels['method']);
    if (all[name]) expect(counted.toSorted()).toEqual(all[name].toSorted());
  });
});

it('every metric of the gateway is on the dashboard', () => {
  const shown = new Set(
    panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr).map(base))),
  );
  for (const name of metrics.keys()) if (name.startsWith('gateway_')) expect([...shown]).toContain(name);
});

it('every metric of the gateway is described', () => {
  const guide = readFileSync('docs/observability.md', 'utf8');
  for (const name of metrics.keys()) if (name.startsWith('gateway_')) expect(guide).toContain(`\`${name}\``);
  for (const name of guide.match(/`gateway_\w+`/g) ?? [])
    expect([...metrics.keys()]).toContain(name.slice(1, -1));
});

it('every alert says how urgent it is and what is wrong', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { labels, annotations } of rules) {
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/\.$/);
  }
});
