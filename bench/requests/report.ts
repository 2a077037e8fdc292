import type { BarGroup } from './chart.ts';
import { COMPARED, OWN, RIVALS } from './contestants.ts';
import { isMet, isUnder, ratiosOf, type Ratio } from './ratios.ts';
import { isVoid, type Case, type Results, type Sample } from './results.ts';
import { median, spread } from './statistics.ts';
import { ADD_LINE, LIST_LINES, WORKLOADS } from './workloads.ts';

const USUAL = { connections: 64, delayMs: 0, portals: 1 } as const;

/** The version of Node whose run fills all parts of `docs/performance.md`: the oldest that is supported. */
const MAIN_VERSION = 'v20';

/** The versions whose runs have a place in `docs/performance.md`. */
const RECORDED = [MAIN_VERSION, 'v24'];

export const isRecorded = (version: string) => RECORDED.includes(majorOf(version));

/** Where a run is recorded, for later ones with the same version of Node to be compared with. */
export const recordOf = (version: string) => `docs/performance-node${majorOf(version).slice(1)}.json`;

const majorOf = (version: string) => version.split('.')[0] ?? version;

/**
 * The generated parts of `docs/performance.md` by the names of their markers. A run with another version of Node than the
 * main one has one part only.
 */
export function partsOf(results: Results): Readonly<Record<string, string>> {
  const { machine, ratios, ...others } = reportOf(results);
  const major = majorOf(results.node);
  return major === MAIN_VERSION
    ? { machine: `${machine}\n\n![CPU time for each request](performance.svg)`, ratios, ...others }
    : { [`Node ${major}`]: `${machine}\n\n${ratios}` };
}

/** A text for each part of a report. */
export function reportOf(results: Results) {
  const { node, processor, pinned, rounds, seconds, cases, footprints } = results;
  const isUsual = (one: Case) => WORKLOADS.some(({ name }) => isUnder(one, { ...USUAL, workload: name }));
  return {
    machine: `Node ${node} on ${processor}; medians of ${rounds} rounds of ${seconds} s. ${
      pinned
        ? 'The program has one core, load and portal share another.'
        : '**The programs could not be bound to cores, so load and portal may have held them up.**'
    }`,
    ratios: table(
      ['to naive Apollo + got', 'median', 'rounds', 'noise', 'target'],
      ratiosOf(results).map(ratioRow),
    ),
    usual: WORKLOADS.map(({ name, meaning }) => {
      const rows = [...RIVALS, ...COMPARED].flatMap(({ name: program }) =>
        cases.filter((one) => one.program === program && isUnder(one, { ...USUAL, workload: name })),
      );
      return `### ${name}\n\n${capitalized(meaning)}.\n\n${caseTable(rows, ({ program }) => [program], ['program'])}`;
    }).join('\n\n'),
    further: caseTable(
      cases.filter((one) => !isUsual(one)),
      ({ workload, connections, delayMs, portals, program }) => [
        workload,
        String(connections),
        portals > 1 ? `${portals} portals` : `${delayMs} ms`,
        program,
      ],
      ['workload', 'connections', 'portal', 'program'],
    ),
    footprint: table(
      ['program', 'cold start, s', 'memory idle, MB', 'after load, MB'],
      footprints.map(({ program, coldStartMs, idleMb, loadedMb }) => [
        emphasized(program),
        (median(coldStartMs) / 1000).toFixed(2),
        median(idleMb).toFixed(0),
        median(loadedMb).toFixed(0),
      ]),
    ),
  };
}

/** What the chart shows. */
export function chartGroups({ cases }: Results): BarGroup[] {
  return [ADD_LINE, LIST_LINES].map(({ name }) => ({
    title: `CPU time for each request: ${name}`,
    bars: cases
      .filter((one) => isUnder(one, { ...USUAL, workload: name }))
      .map(({ program, samples }) => ({
        program,
        micros: median(samples.map(({ cpuMicros }) => cpuMicros)),
      })),
  }));
}

function caseTable(
  cases: readonly Case[],
  first: (one: Case) => readonly string[],
  names: readonly string[],
): string {
  return table(
    [...names, 'CPU, µs', 'requests/s', 'p50, ms', 'p99, ms', 'GC', 'load + portal'],
    cases.map((one) => {
      const of = (figure: (sample: Sample) => number) => median(one.samples.map(figure));
      const rest = percent(of(({ restShare }) => restShare));
      return [
        ...first(one).map(emphasized),
        of(({ cpuMicros }) => cpuMicros).toFixed(0),
        of(({ requestsPerSecond }) => requestsPerSecond).toFixed(0),
        of(({ p50Ms }) => p50Ms).toFixed(1),
        of(({ p99Ms }) => p99Ms).toFixed(1),
        percent(of(({ gcShare }) => gcShare)),
        isVoid(one) ? `${rest}, **void**` : rest,
      ];
    }),
  );
}

function ratioRow(ratio: Ratio): string[] {
  const { name, better, values, target } = ratio;
  const met = isMet(ratio) ? 'met' : '**missed**';
  return [
    ratio.isVoid ? `${name} (**void**)` : name,
    median(values).toFixed(2),
    values.map((value) => value.toFixed(2)).join(' '),
    percent(spread(values)),
    target === undefined ? '' : `${better === 'higher' ? 'at least' : 'at most'} ${target}: ${met}`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const emphasized = (text: string) => (text === OWN.name ? `**${text}**` : text);
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Puts generated parts between their markers, `<!-- generated: NAME -->` and `<!-- end -->`. */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const marker = `<!-- generated: ${name} -->`;
    const start = text.indexOf(marker);
    const end = text.indexOf('<!-- end -->', start);
    if (start < 0 || end < 0) throw new Error(`the document has no place for "${name}"`);
    return `${text.slice(0, start + marker.length)}\n\n${part}\n\n${text.slice(end)}`;
  }, document);
}
