import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLoad, type LoadOptions } from './load.ts';
import { usageOf, type Usage } from './programs.ts';
import type { Sample } from './results.ts';
import { percentile } from './statistics.ts';

export interface Times {
  readonly warmUpMs: number;
  /** From the start of a load until it is measured. */
  readonly leadMs: number;
  readonly measuredMs: number;
}

interface Measured extends LoadOptions {
  readonly program: ChildProcess;
  readonly portal: ChildProcess;
}

/** What one program did while it was measured once. */
interface Slice {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly latencies: readonly number[];
  readonly cpuSeconds: number;
  readonly gcSeconds: number;
  /** CPU time of load and portal. */
  readonly restSeconds: number;
}

/** A percentile of fewer latencies says nothing: a program that is that slow is measured longer. */
const FEWEST = 20;
const LONGEST_MS = 20_000;

/**
 * Puts a load on each program and measures it while it is under way. Several are measured in turns, forwards and then
 * backwards, each for half of the time: a machine that becomes slower or faster meanwhile does so for all of them.
 *
 * @returns a sample for each, in the same order
 */
export async function measure(programs: readonly Measured[], times: Times): Promise<Sample[]> {
  const forwards = [...programs.keys()];
  const turns = programs.length > 1 ? [...forwards, ...forwards.toReversed()] : forwards;
  const measuredMs = (times.measuredMs * programs.length) / turns.length;
  const slices = programs.map((): Slice[] => []);
  for (const index of turns) {
    const program = programs[index];
    if (program) slices[index]?.push(await takeSlice(program, { ...times, measuredMs }));
  }
  return slices.map(sampleOf);
}

async function takeSlice(
  { program, portal, ...load }: Measured,
  { leadMs, measuredMs }: Times,
): Promise<Slice> {
  const running = startLoad(load);
  await sleep(leadMs);
  const before = await usages(program, portal);
  running.take();
  const deadline = performance.now() + LONGEST_MS;
  do await sleep(measuredMs);
  while (running.answered() < FEWEST && performance.now() < deadline);
  const answered = running.take();
  const after = await usages(program, portal);
  await running.stop();
  if (answered.requests === 0)
    throw new Error(`no result in ${LONGEST_MS} ms: ${program.spawnargs.join(' ')}`);
  const used = since(before.program, after.program);
  const rest = since(before.portal, after.portal).cpuShare + since(before.own, after.own).cpuShare;
  return {
    ...answered,
    cpuSeconds: used.cpuShare * answered.seconds,
    gcSeconds: used.gcShare * answered.seconds,
    restSeconds: rest * answered.seconds,
  };
}

function sampleOf(slices: readonly Slice[]): Sample {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
  const latencies = slices.flatMap((slice) => slice.latencies).sort((one, other) => one - other);
  const [requests, seconds] = [sum((slice) => slice.requests), sum((slice) => slice.seconds)];
  const cpuSeconds = sum((slice) => slice.cpuSeconds);
  return {
    requestsPerSecond: requests / seconds,
    cpuMicros: (cpuSeconds * 1e6) / requests,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    gcShare: sum((slice) => slice.gcSeconds) / cpuSeconds,
    restShare: sum((slice) => slice.restSeconds) / seconds,
  };
}

/** Puts a workload on a program, so that it has compiled what it needs. */
export async function warmUp(load: LoadOptions, { warmUpMs }: Times): Promise<void> {
  const running = startLoad(load);
  await sleep(warmUpMs);
  await running.stop();
}

async function usages(program: ChildProcess, portal: ChildProcess) {
  const [ofProgram, ofPortal] = await Promise.all([usageOf(program), usageOf(portal)]);
  const { user, system } = process.cpuUsage();
  const own: Usage = { atMs: performance.now(), cpuMs: (user + system) / 1000, gcMs: 0, rssMb: 0 };
  return { program: ofProgram, portal: ofPortal, own };
}

/** Each process reports by its own clock: how late it got round to its report does not matter. */
function since(before: Usage, after: Usage) {
  const tookMs = after.atMs - before.atMs;
  return { cpuShare: (after.cpuMs - before.cpuMs) / tookMs, gcShare: (after.gcMs - before.gcMs) / tookMs };
}
