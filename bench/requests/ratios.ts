import { METERED, NAIVE, OWN } from './contestants.ts';
import { isVoid, type Case, type Conditions, type Footprint, type Results, type Sample } from './results.ts';
import { median, spread } from './statistics.ts';
import { ADD_LINE, LIST_LINES } from './workloads.ts';

/** The gateway's figure divided by that of the naive program in the same round. */
export interface Ratio {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** One for each round. */
  readonly values: readonly number[];
  /** What it is meant to be at least, or at most. */
  readonly target?: number | undefined;
  /** Whether load or portal may have held up one of the two. */
  readonly isVoid: boolean;
}

const TARGETS: Readonly<Record<string, number>> = {
  [`${ADD_LINE.name}, 64 connections: requests/s`]: 3,
  [`${LIST_LINES.name}, 64 connections: requests/s`]: 3,
  [`${ADD_LINE.name}, 1 connection: p50`]: 0.9,
  [`${ADD_LINE.name}, 64 connections, 64 portals: CPU`]: 0.8,
  'cold start': 0.8,
  'memory, idle': 1.1,
  'memory, after load': 1,
};

/** All ratios of a run, in a fixed order. */
export function ratiosOf({ cases, footprints }: Results): Ratio[] {
  const own = cases.filter(({ program }) => program === OWN.name);
  const naive = cases.filter(({ program }) => program === NAIVE.name);
  const ofCases = own.flatMap((one) => {
    // The naive program knows one portal only.
    const other = naive.find((each) => isUnder(each, { ...one, portals: 1 }));
    return other ? caseRatios(one, other) : [];
  });
  const [mine, theirs] = [OWN, NAIVE].map(({ name }) => footprints.find(({ program }) => program === name));
  return [...ofCases, ...meteredRatios(cases, own), ...(mine && theirs ? footprintRatios(mine, theirs) : [])];
}

/** What metrics cost: the gateway with them, divided by the gateway without. */
function meteredRatios(cases: readonly Case[], own: readonly Case[]): Ratio[] {
  return cases
    .filter(({ program }) => program === METERED.name)
    .flatMap((metered) => {
      const without = own.find((each) => isUnder(each, metered));
      return without ? cpuRatio(metered, without) : [];
    });
}

function cpuRatio(metered: Case, without: Case): Ratio {
  const micros = ({ samples }: Case) => samples.map(({ cpuMicros }) => cpuMicros);
  return named(
    `${metered.workload}, with metrics to without: CPU`,
    'lower',
    micros(metered),
    micros(without),
    [metered, without].some(isVoid),
  );
}

export function isUnder(one: Case, { workload, connections, delayMs, portals }: Conditions): boolean {
  return (
    one.workload === workload &&
    one.connections === connections &&
    one.delayMs === delayMs &&
    one.portals === portals
  );
}

function caseRatios(one: Case, other: Case): Ratio[] {
  const { workload, connections, delayMs, portals } = one;
  const conditions = [
    workload,
    `${connections} connection${connections === 1 ? '' : 's'}`,
    ...(portals > 1 ? [`${portals} portals`] : []),
    ...(delayMs > 0 ? [`a portal that takes ${delayMs} ms`] : []),
  ].join(', ');
  const ratio = (figure: string, of: (sample: Sample) => number, better: Ratio['better']) =>
    named(
      `${conditions}: ${figure}`,
      better,
      one.samples.map(of),
      other.samples.map(of),
      [one, other].some(isVoid),
    );
  return [
    ratio('CPU', ({ cpuMicros }) => cpuMicros, 'lower'),
    ratio('requests/s', ({ requestsPerSecond }) => requestsPerSecond, 'higher'),
    ...(connections === 1 ? [ratio('p50', ({ p50Ms }) => p50Ms, 'lower')] : []),
  ];
}

function footprintRatios(one: Footprint, other: Footprint): Ratio[] {
  return [
    named('cold start', 'lower', one.coldStartMs, other.coldStartMs, false),
    named('memory, idle', 'lower', one.idleMb, other.idleMb, false),
    named('memory, after load', 'lower', one.loadedMb, other.loadedMb, false),
  ];
}

function named(
  name: string,
  better: Ratio['better'],
  own: readonly number[],
  naive: readonly number[],
  isVoid: boolean,
): Ratio {
  const values = own.map((value, round) => value / (naive[round] ?? NaN));
  return { name, better, values, target: TARGETS[name], isVoid };
}

export function isMet({ better, values, target }: Ratio): boolean | undefined {
  if (target === undefined) return undefined;
  return better === 'higher' ? median(values) >= target : median(values) <= target;
}

/** Two runs never agree to the last digit, even if the rounds of each happened to. */
const LEAST_NOISE = 0.03;

/**
 * What has become worse since a recorded run, by more than the rounds of the two runs differ among themselves: a line
 * of text for each. A ratio that is void in either run is not compared.
 */
export function regressions(recorded: Results, now: Results): string[] {
  const present = new Map(ratiosOf(now).map((ratio) => [ratio.name, ratio]));
  return ratiosOf(recorded).flatMap((then) => {
    const ratio = present.get(then.name);
    if (!ratio) return [`${then.name}: is no longer measured`];
    if (then.isVoid || ratio.isVoid) return [];
    const [before, after] = [median(then.values), median(ratio.values)];
    const worse = (then.better === 'higher' ? before / after : after / before) - 1;
    const noise = Math.max(LEAST_NOISE, spread(then.values), spread(ratio.values));
    if (worse <= noise) return [];
    return [
      `${then.name}: ${after.toFixed(2)}, recorded ${before.toFixed(2)}: ${percent(worse)} worse, noise ${percent(noise)}`,
    ];
  });
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
