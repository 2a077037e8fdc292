import { expect, test } from 'vitest';
import { regressions } from '../../bench/requests/ratios.ts';
import type { Results, Sample } from '../../bench/requests/results.ts';
import { partsOf, withParts } from '../../bench/requests/report.ts';

const CONDITIONS = { workload: 'addSipLine', connections: 64, delayMs: 0, portals: 1 } as const;

function sample(cpuMicros: number, restShare = 0.5): Sample {
  return { requestsPerSecond: 1_000, cpuMicros, p50Ms: 1, p99Ms: 2, gcShare: 0.1, restShare };
}

/** A run of which one round each is given by the CPU time of the gateway; the naive program always takes 1000 µs. */
function run(own: readonly Sample[]): Results {
  return {
    node: 'v20',
    processor: 'any',
    pinned: true,
    rounds: own.length,
    seconds: 1,
    cases: [
      { ...CONDITIONS, program: 'naive Apollo + got', samples: own.map(() => sample(1_000)) },
      { ...CONDITIONS, program: 'this project', samples: own },
    ],
    footprints: [],
  };
}

const RECORDED = run([sample(490), sample(500), sample(510)]);

test('a ratio that became worse by more than the rounds differ is a regression', () => {
  expect(regressions(RECORDED, run([sample(560), sample(570), sample(570)]))).toEqual([
    'addSipLine, 64 connections: CPU: 0.57, recorded 0.50: 14 % worse, noise 4 %',
  ]);
});

test('a ratio within the noise of either run, or a better one, is none', () => {
  expect(regressions(RECORDED, run([sample(515), sample(515), sample(515)]))).toEqual([]);
  expect(regressions(RECORDED, run([sample(500), sample(570), sample(600)]))).toEqual([]);
  expect(regressions(RECORDED, run([sample(300), sample(300), sample(300)]))).toEqual([]);
});

test('a row that load or portal may have held up is not compared', () => {
  expect(regressions(RECORDED, run([sample(900), sample(900, 0.9), sample(900)]))).toEqual([]);
});

test('a row that is no longer measured is reported', () => {
  expect(regressions(RECORDED, { ...RECORDED, cases: [] })).toEqual([
    'addSipLine, 64 connections: CPU: is no longer measured',
    'addSipLine, 64 connections: requests/s: is no longer measured',
  ]);
});

test('generated parts replace what stands between their markers, and nothing else', () => {
  const document =
    'a\n<!-- generated: one -->\nold\n<!-- end -->\nb\n<!-- generated: two -->\n<!-- end -->\n';
  expect(withParts(document, { one: 'new' })).toBe(
    'a\n<!-- generated: one -->\n\nnew\n\n<!-- end -->\nb\n<!-- generated: two -->\n<!-- end -->\n',
  );
  expect(() => withParts(document, { three: 'x' })).toThrow('no place for "three"');
});

test('a run with another version of Node than the oldest leaves the tables of that alone', () => {
  expect(Object.keys(partsOf({ ...RECORDED, node: 'v20.19.0' }))).toContain('ratios');
  expect(Object.keys(partsOf({ ...RECORDED, node: 'v24.1.0' }))).toEqual(['Node v24']);
});
