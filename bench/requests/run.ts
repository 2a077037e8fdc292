import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { barChart } from './chart.ts';
import { divideCores } from './cores.ts';
import type { Times } from './measure.ts';
import { costOfMetrics } from './pairs.ts';
import { ROOT, startProgram, stopProgram } from './programs.ts';
import { regressions } from './ratios.ts';
import { chartGroups, isRecorded, partsOf, recordOf, reportOf, withParts } from './report.ts';
import type { Case, Footprint, Results } from './results.ts';
import { runRound, type Round } from './rounds.ts';
import { startAll, type Surroundings } from './running.ts';

// npm run bench -- [--quick | --metrics]: measures the gateway beside its rivals and writes docs/performance.*; with --quick,
// shorter, and only prints; with --metrics, prints what metrics cost. npm run bench:check compares with the recorded run instead.

const PORTALS = 64;
const FULL = { rounds: 3, times: { warmUpMs: 4_000, leadMs: 500, measuredMs: 2_500 } };
const QUICK = { rounds: 2, times: { warmUpMs: 800, leadMs: 200, measuredMs: 600 } };

const DOCUMENT = new URL('docs/performance.md', ROOT);
const RECORD = new URL(recordOf(process.version), ROOT);
const CHART = new URL('docs/performance.svg', ROOT);

const print = (text: string) => process.stdout.write(`${text}\n`);

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    metrics: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
if (!isRecorded(process.version) && !options.quick && !options.metrics) {
  print(
    `Runs with Node 20 and 24 are recorded, and this is ${process.version}. Use one of them, or --quick.`,
  );
  process.exit(2);
}
if (options.check && !existsSync(RECORD)) {
  print(
    `There is no recorded run to compare with: ${recordOf(process.version)} is written by "npm run bench".`,
  );
  process.exit(2);
}
const { rounds, times } = options.quick ? QUICK : FULL;
const cores = divideCores();
if (options.metrics) print((await besidePortal(times, costOfMetrics)).join('\n'));
else {
  const results = await besidePortal(times, measureAll);
  if (options.check) check(results);
  else if (options.quick) print(Object.values(reportOf(results)).join('\n\n'));
  else await record(results);
}

async function besidePortal<T>(times: Times, work: (surroundings: Surroundings) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-requests-'));
  const portal = startProgram({
    command: ['bench/requests/dist/bench/requests/portal.js', String(PORTALS)],
    environment: {},
    core: cores?.rest,
    probed: true,
  });
  try {
    const ports = await new Promise<number[]>((resolve, reject) => {
      portal.stdout?.once('data', (chunk: Buffer) => {
        resolve(chunk.toString().trim().split(' ').map(Number));
      });
      portal.once('exit', () => {
        reject(new Error('the portal did not start'));
      });
    });
    return await work({ portal, ports, core: cores?.program, folder, times });
  } finally {
    await stopProgram(portal);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(surroundings: Surroundings): Promise<Results> {
  process.stderr.write('Warming up\n');
  await using all = await startAll(surroundings);
  const measured: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    process.stderr.write(`Round ${number} of ${rounds}\n`);
    measured.push(await runRound(all, surroundings));
  }
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'an unknown processor',
    pinned: cores !== undefined,
    rounds,
    seconds: surroundings.times.measuredMs / 1000,
    cases: casesOf(measured),
    footprints: footprintsOf(measured),
  };
}

/** Every round measures the same cases in the same order. */
function casesOf(measured: readonly Round[]): Case[] {
  const [first] = measured;
  return (first?.cases ?? []).map(({ sample: _sample, ...conditions }, index) => ({
    ...conditions,
    samples: measured.flatMap(({ cases }) => cases[index]?.sample ?? []),
  }));
}

function footprintsOf(measured: readonly Round[]): Footprint[] {
  const [first] = measured;
  return (first?.footprints ?? []).map(({ program }, index) => {
    const all = measured.flatMap(({ footprints }) => footprints[index] ?? []);
    return {
      program,
      coldStartMs: all.map(({ coldStartMs }) => coldStartMs),
      idleMb: all.map(({ idleMb }) => idleMb),
      loadedMb: all.map(({ loadedMb }) => loadedMb),
    };
  });
}

function check(now: Results): void {
  const worse = regressions(JSON.parse(readFileSync(RECORD, 'utf8')) as Results, now);
  print(reportOf(now).ratios);
  print(
    worse.length > 0 ? `\nWorse than recorded:\n${worse.join('\n')}` : '\nNothing is worse than recorded.',
  );
  if (worse.length > 0) process.exitCode = 1;
}

async function record(measured: Results): Promise<void> {
  const style = await resolveConfig(DOCUMENT);
  const write = async (file: URL, text: string, parser: string) => {
    writeFileSync(file, await format(text, { ...style, parser }));
  };
  const parts = partsOf(measured);
  await write(DOCUMENT, withParts(readFileSync(DOCUMENT, 'utf8'), parts), 'markdown');
  await write(RECORD, JSON.stringify(measured, roundedNumber), 'json');
  if ('machine' in parts) writeFileSync(CHART, barChart(chartGroups(measured)));
}

/** No figure is known to more than a few digits. */
function roundedNumber(_name: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
