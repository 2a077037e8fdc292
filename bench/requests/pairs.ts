import { METERED, OWN } from './contestants.ts';
import { measure, warmUp, type Times } from './measure.ts';
import { numbers, start, USUAL_CONNECTIONS, type Running, type Surroundings } from './running.ts';
import { median, quartiles } from './statistics.ts';
import { ADD_LINE, LIST_LINES, type Workload } from './workloads.ts';

const PAIRS = 20;

const TIMES: Times = { warmUpMs: 12_000, leadMs: 300, measuredMs: 2_500 };

/**
 * What metrics cost: the CPU time for each request with them, divided by that without, in pairs that are measured in turns.
 * A line of text for each workload. Rounds are too few to show so little.
 */
export async function costOfMetrics(surroundings: Surroundings): Promise<string[]> {
  const next = numbers();
  await using without = await start(OWN, surroundings, next);
  await using metered = await start(METERED, surroundings, next);
  const lines: string[] = [];
  for (const workload of [ADD_LINE, LIST_LINES]) {
    const ratios = await measurePairs([metered, without], workload, surroundings);
    const [low, high] = quartiles(ratios);
    const figures = `${median(ratios).toFixed(2)}, quartiles ${low.toFixed(2)} and ${high.toFixed(2)}`;
    lines.push(`${workload.name}, with metrics to without: CPU ${figures}`);
  }
  return lines;
}

async function measurePairs(
  pair: readonly Running[],
  workload: Workload,
  { portal }: Surroundings,
): Promise<number[]> {
  for (const { load } of pair) await warmUp(load(workload, USUAL_CONNECTIONS), TIMES);
  const ratios: number[] = [];
  while (ratios.length < PAIRS) {
    const loads = pair.map(({ program, load }) => ({
      ...load(workload, USUAL_CONNECTIONS),
      program,
      portal,
    }));
    const [one, other] = await measure(loads, TIMES);
    ratios.push((one?.cpuMicros ?? NaN) / (other?.cpuMicros ?? NaN));
  }
  return ratios;
}
