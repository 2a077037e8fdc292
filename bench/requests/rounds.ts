import { METERED, NAIVE, OWN } from './contestants.ts';
import { measureStarts, type StartFootprint } from './footprints.ts';
import { measure, warmUp } from './measure.ts';
import { usageOf } from './programs.ts';
import type { Case, Conditions, Sample } from './results.ts';
import { USUAL_CONNECTIONS, type AllRunning, type Running, type Surroundings } from './running.ts';
import { ADD_LINE, LIST_LINES, MIX, WORKLOADS, type Workload } from './workloads.ts';

/** What one round measured, in a fixed order. */
export interface Round {
  readonly cases: readonly MeasuredCase[];
  readonly footprints: readonly (StartFootprint & { readonly loadedMb: number })[];
}

type MeasuredCase = Omit<Case, 'samples'> & { readonly sample: Sample };

type Under = Omit<Conditions, 'workload'> & { readonly workload: Workload };

const USUAL: Omit<Conditions, 'workload'> = { connections: USUAL_CONNECTIONS, delayMs: 0, portals: 1 };

const USUAL_CASES: readonly Under[] = WORKLOADS.map((workload) => ({ ...USUAL, workload }));

/** What is measured under all conditions, and with metrics. */
const TWO = [ADD_LINE, LIST_LINES];

/** Only for the gateway and the program that its users would write. */
const FURTHER_CASES: readonly Under[] = [
  { ...USUAL, connections: 1 },
  { ...USUAL, connections: 16 },
  { ...USUAL, connections: 256 },
  { ...USUAL, delayMs: 20 },
].flatMap((conditions) => TWO.map((workload) => ({ ...conditions, workload })));

/** Measures every case once. */
export async function runRound({ rivals, compared }: AllRunning, surroundings: Surroundings): Promise<Round> {
  const starts = await measureStarts(surroundings);
  const blocks = [];
  for (const programs of [...rivals.map((rival) => [rival]), compared])
    blocks.push(await measureBlock(programs, surroundings));
  const loadedMb = new Map(blocks.flatMap((block) => block.loadedMb));
  return {
    cases: blocks.flatMap(({ cases }) => cases),
    footprints: starts.map((each) => ({ ...each, loadedMb: loadedMb.get(each.program) ?? NaN })),
  };
}

/**
 * Puts every program under load, because it has lost some of what Node had compiled when it was idle, and measures them in
 * turns, case by case.
 */
async function measureBlock(programs: readonly Running[], { portal, ports, times }: Surroundings) {
  const cases: MeasuredCase[] = [];

  async function measureUnder(under: Under): Promise<void> {
    const { workload, ...conditions } = under;
    const measured = programs.filter((running) => isMeasured(running, under));
    portal.send({ delayMs: conditions.delayMs });
    const loads = measured.map(({ program, load }) => ({
      ...load(workload, conditions.connections),
      program,
      portal,
    }));
    for (const [index, sample] of (await measure(loads, times)).entries())
      cases.push({
        program: measured[index]?.contestant.name ?? '',
        workload: workload.name,
        ...conditions,
        sample,
      });
  }

  portal.send({ delayMs: 0 });
  for (const { load, portals } of programs)
    for (const workload of portals === 1 ? [MIX, ADD_LINE] : [ADD_LINE, ADD_LINE])
      await warmUp(load(workload, USUAL_CONNECTIONS), times);
  for (const under of USUAL_CASES) {
    await measureUnder(under);
    // Next to what it is compared with.
    if (under.workload === ADD_LINE)
      await measureUnder({ ...under, connections: ports.length, portals: ports.length });
  }
  const loadedMb: [string, number][] = [];
  for (const { contestant, program, portals } of programs)
    if (portals === 1) loadedMb.push([contestant.name, (await usageOf(program)).rssMb]);
  for (const under of FURTHER_CASES) await measureUnder(under);
  return { cases, loadedMb };
}

function isMeasured({ contestant, portals }: Running, under: Under): boolean {
  const { workload } = under;
  if (portals !== under.portals || !workload.request(contestant.language, 0)) return false;
  if (FURTHER_CASES.includes(under)) return contestant === NAIVE || contestant === OWN;
  return contestant !== METERED || TWO.includes(workload);
}
