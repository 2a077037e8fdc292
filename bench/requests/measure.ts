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

/** A percentile of fewer latencies says nothing: a program that is that slow is measured longer. */
const FEWEST = 20;
const LONGEST_MS = 20_000;

/** Puts a load on a program and measures it while it is under way. */
export async function measure(
  { program, portal, ...load }: Measured,
  { leadMs, measuredMs }: Times,
): Promise<Sample> {
  const running = startLoad(load);
  await sleep(leadMs);
  const before = await usages(program, portal);
  running.take();
  const deadline = performance.now() + LONGEST_MS;
  do await sleep(measuredMs);
  while (running.answered() < FEWEST && performance.now() < deadline);
  const { requests, seconds, latencies } = running.take();
  const after = await usages(program, portal);
  await running.stop();
  if (requests === 0) throw new Error(`no result in ${LONGEST_MS} ms: ${program.spawnargs.join(' ')}`);
  const requestsPerSecond = requests / seconds;
  const used = since(before.program, after.program);
  return {
    requestsPerSecond,
    cpuMicros: (used.cpuShare * 1e6) / requestsPerSecond,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    gcShare: used.gcMs / used.cpuMs,
    restShare: since(before.portal, after.portal).cpuShare + since(before.own, after.own).cpuShare,
  };
}

/** Puts a load on a program, so that it has compiled what it needs. */
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
  const cpuMs = after.cpuMs - before.cpuMs;
  return { cpuMs, gcMs: after.gcMs - before.gcMs, cpuShare: cpuMs / (after.atMs - before.atMs) };
}
