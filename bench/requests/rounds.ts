import { METERED, NAIVE, OWN } from './contestants.ts';
import { measure, warmUp } from './measure.ts';
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
import { ADD_LINE, LIST_LINES, MIX, WORKLOADS, type Workload } from './workloads.ts';

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

/**
 * Measures every case once: all cases of a program one after the other, because a program that was idle while others were
 * measured has lost much of what Node had compiled, and is put under load first. Those that are compared most closely come
 * one after the other too.
 */
export async function runRound(
  { programs, application }: AllRunning,
  surroundings: Surroundings,
): Promise<Round> {
  const { portal, ports, times } = surroundings;
  const measured: { readonly under: Under; readonly one: Round['cases'][number] }[] = [];

  async function measureOn({ contestant, program, load }: Running, under: Under): Promise<void> {
    const { workload, ...conditions } = under;
    if (!workload.request(contestant.language, 0)) return;
    portal.send({ delayMs: conditions.delayMs });
    const sample = await measure({ ...load(workload, conditions.connections), program, portal }, times);
    measured.push({
      under,
      one: { program: contestant.name, workload: workload.name, ...conditions, sample },
    });
  }

  async function measureProgram(running: Running): Promise<number> {
    const { contestant, program, load } = running;
    portal.send({ delayMs: 0 });
    for (const workload of [MIX, ADD_LINE]) await warmUp(load(workload, USUAL_CONNECTIONS), times);
    for (const under of USUAL_CASES)
      if (contestant !== METERED || TWO.includes(under.workload)) await measureOn(running, under);
    const { rssMb } = await usageOf(program);
    if (contestant === OWN || contestant === NAIVE)
      for (const under of FURTHER_CASES) await measureOn(running, under);
    return rssMb;
  }

  const footprints = [];
  for (const running of programs) {
    const { contestant } = running;
    footprints.push({
      program: contestant.name,
      coldStartMs: await coldStart(contestant, surroundings),
      idleMb: await idleMemory(contestant, surroundings),
      loadedMb: await measureProgram(running),
    });
  }
  const { length: portals } = ports;
  const ofPortals = { ...USUAL, workload: ADD_LINE, connections: portals, portals };
  portal.send({ delayMs: 0 });
  for (let time = 0; time < 2; time += 1) await warmUp(application.load(ADD_LINE, portals), times);
  await measureOn(application, ofPortals);
  const cases = [...USUAL_CASES, ...FURTHER_CASES, ofPortals].flatMap((each) =>
    measured.filter(({ under }) => under === each).map(({ one }) => one),
  );
  return { cases, footprints };
}
