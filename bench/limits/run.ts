import { writeFileSync } from 'node:fs';
import { bulkCase, CONTESTANTS, interactiveCase, type BulkCase, type Latencies } from './cases.ts';
import { barChart } from './chart.ts';
import { realTimeCase } from './real-time.ts';

const DOCS = new URL('../../../../../docs/', import.meta.url);

const cases: BulkCase[] = [];
for (const bucket of ['unused', 'used up'] as const) {
  for (const count of [1, 10, 50, 200, 1000]) cases.push(await bulkCase(count, bucket));
}
const steady = await Promise.all(
  CONTESTANTS.map(async (name) => [name, await interactiveCase(name, 8, 120)] as const),
);
const alone = await interactiveCase('gateway', 1, 60);
const beside = await interactiveCase('gateway', 1, 60, 1000);

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

// Of all in one run, one after the other: they shall not disturb each other.
const real = [...(await realRows(50)), ...(await realRows(200))];

const two = (value: number) => value.toFixed(2);
const head = (cells: readonly string[]) => [row(cells), row(cells.map(() => '---'))];

function bulkRow({ commands, bucket, bound, runs }: BulkCase): string {
  const { gateway, 'one call per command': single, 'batches of 50': batched } = runs;
  const best = Math.min(single.seconds, batched.seconds);
  return row([
    commands,
    bucket,
    two(bound),
    `**${two(gateway.seconds)}**`,
    two(single.seconds),
    two(batched.seconds),
    `${two(gateway.seconds / bound)} ×`,
    `${two(gateway.seconds / best)} ×`,
    `${gateway.requests} / ${single.requests} / ${batched.requests}`,
  ]);
}

const latencyRow = (name: string, { p50, p95, max, requests }: Latencies) =>
  row([name, two(p50), two(p95), two(max), requests]);

async function realRows(commands: number): Promise<string[]> {
  const runs = await realTimeCase(commands);
  const own = runs.get('gateway')?.seconds ?? NaN;
  return Array.from(runs, ([name, { seconds, requests, refused: limited }]) =>
    row([commands, name, seconds.toFixed(2), `${(seconds / own).toFixed(2)} ×`, requests, limited]),
  );
}

const refused = [
  ...cases.map(({ runs }) => runs.gateway),
  ...steady.filter(([name]) => name === 'gateway').map(([, latencies]) => latencies),
  alone,
  beside,
];
const sent = refused.reduce((sum, { requests }) => sum + requests, 0);
const limited = refused.reduce((sum, { refused: count }) => sum + count, 0);

writeFileSync(
  new URL('limits.md', DOCS),
  `# How fast calls get through the limits of a portal

Written by \`npm start\` in \`bench/limits\`: the gateway's own scheduler and the emulated portal in virtual time, so the
figures are the same on every machine. The portal takes 50 requests at once and then 2 a second; of the commands 60 % are
\`sip.get\` (0.2 s), 30 % \`sip.status\` (0.7 s) and 10 % \`sip.update\` (0.66 s). Times in seconds.

The gateway is compared with two clients that know the rate limit exactly and have 10 requests in flight like it: one
sends a call for each command, the other batches of up to 50, in order. The bound is what no client can beat: the least T
with Σ max(0, T − tᵢ) ≥ all the work, where tᵢ are the moments at which the rate limit and the 10 slots let requests
start, and not less than the longest command.

## Many commands at once

${[
  ...head([
    'commands',
    'rate bucket',
    'bound',
    'gateway',
    'call each',
    'batches of 50',
    'to bound',
    'to best',
    'requests',
  ]),
  ...cases.map(bulkRow),
].join('\n')}

![Seconds for many commands at once](limits.svg)

## Single callers

Eight callers a second for two minutes, each with one command: four times what the rate limit takes unbatched. The
gateway keeps reads and writes in requests of their own, because a lost write is settled and a lost read just repeated;
batches of 50 mix them, which is why half of their callers wait less.

${[...head(['client', 'p50', 'p95', 'longest', 'requests']), ...steady.map(([name, latencies]) => latencyRow(name, latencies))].join('\n')}

One caller a second for a minute, alone and beside a bulk of 1000 commands that starts with the first of them: p95 is
${two(beside.p95 / alone.p95)} × of what it is alone.

${[...head(['callers', 'p50', 'p95', 'longest', 'requests']), latencyRow('alone', alone), latencyRow('beside the bulk', beside)].join('\n')}

## In real time, over HTTPS

The same commands with the machine's clock and the gateway's own HTTP client, beside the vendor's SDK
(\`@bitrix24/b24jssdk\`): with a call for each command and its default settings, and with \`batchByChunk\` and its settings
for batches. Each before a portal of its own with an unused rate bucket. Seconds vary a little with the machine; the
ratio to the gateway is of one run. With a call for each command the SDK has as many requests in flight as the bucket
allows: 50 commands are done sooner, and the next caller finds an empty bucket.

${[...head(['commands', 'client', 'seconds', 'to the gateway', 'requests', 'refused for the rate']), ...real].join('\n')}

## Refused requests

Of ${sent} requests that the gateway sent in all these cases, the portal refused ${limited} with \`QUERY_LIMIT_EXCEEDED\`.
`,
);
writeFileSync(new URL('limits.svg', DOCS), barChart(cases.filter(({ commands }) => commands >= 10)));

const failed = cases.filter(({ bound, runs }) => {
  const { gateway, 'one call per command': single, 'batches of 50': batched } = runs;
  return gateway.seconds > 1.25 * bound || gateway.seconds > 1.05 * Math.min(single.seconds, batched.seconds);
});
if (failed.length > 0 || beside.p95 > 2 * alone.p95 || limited * 1000 >= sent) {
  process.stderr.write('The gateway misses a bound that it is built for: see docs/limits.md.\n');
  process.exitCode = 1;
}
