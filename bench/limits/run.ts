import { bulkCase, CONTESTANTS, interactiveCase, type BulkCase } from './cases.ts';

const cases: BulkCase[] = [];
for (const bucket of ['unused', 'used up'] as const) {
  for (const count of [1, 10, 50, 200, 1000]) cases.push(await bulkCase(count, bucket));
}
for (const { commands, bucket, bound, runs } of cases) {
  const best = Math.min(runs['one call per command'].seconds, runs['batches of 50'].seconds);
  console.log(
    String(commands).padStart(5),
    bucket.padEnd(8),
    'bound',
    bound.toFixed(2),
    ...CONTESTANTS.map((name) => `${name}: ${runs[name].seconds.toFixed(2)} (${runs[name].requests})`),
    'x bound',
    (runs.gateway.seconds / bound).toFixed(3),
    'x best',
    (runs.gateway.seconds / best).toFixed(3),
    'refused',
    runs.gateway.refused,
  );
}
for (const name of CONTESTANTS) console.log('8/s', name, await interactiveCase(name, 8, 120));
const alone = await interactiveCase('gateway', 1, 60);
const beside = await interactiveCase('gateway', 1, 60, 1000);
console.log('alone', alone, 'beside', beside, 'ratio', (beside.p95 / alone.p95).toFixed(2));
