import { performance } from 'node:perf_hooks';
import { COMPARED, HEADERS, RIVALS, type Contestant } from './contestants.ts';
import { stopProgram, usageOf } from './programs.ts';
import { startProcess, type Surroundings } from './running.ts';
import { median } from './statistics.ts';

/** What starting a program takes. */
export interface StartFootprint {
  readonly program: string;
  readonly coldStartMs: number;
  readonly idleMb: number;
}

/** How often a program is started for one figure, if its ratios are reported: these start in turns. */
const STARTS = 3;

export async function measureStarts(surroundings: Surroundings): Promise<StartFootprint[]> {
  const took = new Map<Contestant, number[]>();
  for (const contestant of [...RIVALS, ...Array.from({ length: STARTS }, () => COMPARED).flat()])
    took.set(contestant, [...(took.get(contestant) ?? []), await coldStart(contestant, surroundings)]);
  const footprints: StartFootprint[] = [];
  for (const [contestant, times] of took)
    footprints.push({
      program: contestant.name,
      coldStartMs: median(times),
      idleMb: await idleMemory(contestant, surroundings),
    });
  return footprints;
}

/** Milliseconds from starting the process to the end of its first result. */
async function coldStart(contestant: Contestant, surroundings: Surroundings): Promise<number> {
  const startedAt = performance.now();
  const { program } = await startProcess(contestant, surroundings, HEADERS, false);
  const took = performance.now() - startedAt;
  await stopProgram(program);
  return took;
}

/** Megabytes after the first result. */
async function idleMemory(contestant: Contestant, surroundings: Surroundings): Promise<number> {
  const { program } = await startProcess(contestant, surroundings, HEADERS, true);
  const { rssMb } = await usageOf(program);
  await stopProgram(program);
  return rssMb;
}
