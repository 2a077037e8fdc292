import type { ChildProcess } from 'node:child_process';
import { METERED, OWN } from './contestants.ts';
import { measure, warmUp, type Times } from './measure.ts';
import { stopProgram } from './programs.ts';
import { numbers, start, USUAL_CONNECTIONS, type Running, type Surroundings } from './running.ts';
import { median, quartiles } from './statistics.ts';
import { ADD_LINE, LIST_LINES, type Workload } from './workloads.ts';

const PAIRS = 20;

const TIMES: Times = { warmUpMs: 12_000, leadMs: 300, measuredMs: 2_500 };

/**
 * What metrics cost: the CPU time for each request with them, divided by that without, in pairs that follow one another at
 * once. A line of text for each workload. Rounds are too far apart to show so little.
 */
export async function costOfMetrics(surroundings: Surroundings): Promise<string[]> {
  const next = numbers();
  const without = await start(OWN, surroundings, next);
  try {
    const metered = await start(METERED, surroundings, next);
    try {
      const lines: string[] = [];
      for (const workload of [ADD_LINE, LIST_LINES]) {
        const ratios = await measurePairs(metered, without, workload, surroundings.portal);
        const [low, high] = quartiles(ratios);
        const figures = `${median(ratios).toFixed(2)}, quartiles ${low.toFixed(2)} and ${high.toFixed(2)}`;
        lines.push(`${workload.name}, with metrics to without: CPU ${figures}`);
      }
      return lines;
    } finally {
      await stopProgram(metered.program);
    }
  } finally {
    await stopProgram(without.program);
  }
}

async function measurePairs(
  one: Running,
  other: Running,
  workload: Workload,
  portal: ChildProcess,
): Promise<number[]> {
  const microsOf = async ({ program, load }: Running) =>
    (await measure({ ...load(workload, USUAL_CONNECTIONS), program, portal }, TIMES)).cpuMicros;
  for (const { load } of [one, other]) await warmUp(load(workload, USUAL_CONNECTIONS), TIMES);
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 2) {
    // Each is the first in half of the pairs.
    const [first, second] = [await microsOf(one), await microsOf(other)];
    const [third, fourth] = [await microsOf(other), await microsOf(one)];
    ratios.push(first / second, fourth / third);
  }
  return ratios;
}
