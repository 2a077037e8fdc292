import { METERED, NAIVE, OWN } from './contestants.ts';
import { measure } from './measure.ts';
import { usageOf } from './programs.ts';
import type { Case, Conditions, Sample } from './results.ts';
import {
  coldStart,
  idleMemory,
  USUAL_CONNECTIONS,
  type AllRunning,
  type Running,
  type Surroundings,
} from './running.ts';
import { ADD_LINE, LIST_LINES, WORKLOADS, type Workload } from './workloads.ts';

/** What one round measured, in a fixed order. */
export interface Round {
  readonly cases: readonly (Omit<Case, 'samples'> & { readonly sample: Sample })[];
  readonly footprints: readonly {
    readonly program: string;
    readonly coldStartMs: number;
    readonly idleMb: number;
    readonly loadedMb: number;
  }[];
}

const USUAL: Omit<Conditions, 'workload'> = { connections: USUAL_CONNECTIONS, delayMs: 0, portals: 1 };

/** Only for the gateway and the program that its users would write. */
const FURTHER = [
  { ...USUAL, connections: 1 },
  { ...USUAL, connections: 16 },
  { ...USUAL, connections: 256 },
  { ...USUAL, delayMs: 20 },
] as const;

/**
 * Measures every case once. All programs run all the time, and each case is measured on one after the other, so that
 * what slows the machine down for a while slows down all of them.
 */
export async function runRound(
  { programs, application }: AllRunning,
  surroundings: Surroundings,
): Promise<Round> {
  const { portal, ports, times } = surroundings;
  const cases: Round['cases'][number][] = [];

  async function measureOn(
    running: Running,
    workload: Workload,
    conditions: Omit<Conditions, 'workload'>,
  ): Promise<void> {
    const { contestant, program } = running;
    if (!workload.request(contestant.language, 0)) return;
    const load = running.load(workload, conditions.connections);
    const sample = await measure({ ...load, program, portal }, times);
    cases.push({ program: contestant.name, workload: workload.name, ...conditions, sample });
  }

  const starts = [];
  for (const { contestant } of programs)
    starts.push({
      program: contestant.name,
      coldStartMs: await coldStart(contestant, surroundings),
      idleMb: await idleMemory(contestant, surroundings),
    });
  for (const workload of WORKLOADS) {
    for (const running of programs)
      if (running.contestant !== METERED || isForTwo(workload)) await measureOn(running, workload, USUAL);
  }
  const loaded = await Promise.all(programs.map(({ program }) => usageOf(program)));
  for (const conditions of FURTHER) {
    portal.send({ delayMs: conditions.delayMs });
    for (const workload of TWO) {
      for (const running of programs.filter(isOneOfTwo)) await measureOn(running, workload, conditions);
    }
  }
  portal.send({ delayMs: 0 });
  const { length: portals } = ports;
  await measureOn(application, ADD_LINE, { ...USUAL, connections: portals, portals });
  return {
    cases,
    footprints: starts.map((each, index) => ({ ...each, loadedMb: loaded[index]?.rssMb ?? NaN })),
  };
}

/** What is measured under all conditions, and only on the programs that it says most about. */
const TWO = [ADD_LINE, LIST_LINES];
const isForTwo = (workload: Workload) => TWO.includes(workload);
const isOneOfTwo = ({ contestant }: Running) => contestant === OWN || contestant === NAIVE;
