import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  asApplication,
  CONTESTANTS,
  HEADERS,
  memberIdAt,
  METERED,
  NAIVE,
  OWN,
  type Contestant,
} from './contestants.ts';
import type { LoadOptions } from './load.ts';
import { measure, warmUp, type Times } from './measure.ts';
import { firstResult, freePort, startProgram, stopProgram, usageOf } from './programs.ts';
import type { Case, Conditions, Sample } from './results.ts';
import { ADD_LINE, LIST_LINES, MIX, WORKLOADS, type LoadRequest, type Workload } from './workloads.ts';

export interface RoundOptions {
  readonly portal: ChildProcess;
  /** Where the portal listens, the first of them for all cases with one portal. */
  readonly ports: readonly number[];
  /** The core of the programs. */
  readonly core: string | undefined;
  /** A folder for logs and tokens. */
  readonly folder: string;
  readonly times: Times;
}

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

interface Running {
  readonly contestant: Contestant;
  readonly program: ChildProcess;
  readonly port: number;
}

const USUAL: Omit<Conditions, 'workload'> = { connections: 64, delayMs: 0, portals: 1 };

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
export async function runRound(options: RoundOptions): Promise<Round> {
  const { portal, ports, times } = options;
  const cases: Round['cases'][number][] = [];
  let sent = 0;

  const loadOn = ({ contestant, port }: Running, workload: Workload, connections: number): LoadOptions => ({
    port,
    connections,
    headers: () => HEADERS,
    next: () => requestOf(workload, contestant, (sent += 1)),
  });

  async function measureOn(running: Running, workload: Workload, conditions: typeof USUAL): Promise<void> {
    if (!workload.request(running.contestant.language, 0)) return;
    const load = loadOn(running, workload, conditions.connections);
    const sample = await measure({ ...load, program: running.program, portal }, times);
    cases.push({ program: running.contestant.name, workload: workload.name, ...conditions, sample });
  }

  const programs: Running[] = [];
  const footprints: Round['footprints'][number][] = [];
  try {
    for (const contestant of CONTESTANTS) {
      const coldStartMs = await coldStart(contestant, options);
      const running = await start(contestant, options);
      programs.push(running);
      const { rssMb: idleMb } = await usageOf(running.program);
      await warmUp(loadOn(running, MIX, USUAL.connections), times);
      footprints.push({ program: contestant.name, coldStartMs, idleMb, loadedMb: NaN });
    }
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
    cases.push(await manyPortals(options, () => (sent += 1)));
    return {
      cases,
      footprints: footprints.map((each, index) => ({ ...each, loadedMb: loaded[index]?.rssMb ?? NaN })),
    };
  } finally {
    await Promise.all(programs.map(({ program }) => stopProgram(program)));
  }

  /** Each connection is a caller of another portal, so that no portal ever has two calls to batch. */
  async function manyPortals({ folder }: RoundOptions, count: () => number): Promise<Round['cases'][number]> {
    const contestant = await asApplication(join(folder, 'tokens.jwe'), ports);
    const named = (index: number) => ({ ...HEADERS, 'x-bitrix24-portal': memberIdAt(index) });
    const running = await start(contestant, options, named(0));
    try {
      const load: LoadOptions = {
        port: running.port,
        connections: ports.length,
        headers: named,
        next: () => requestOf(ADD_LINE, contestant, count()),
      };
      await warmUp(load, times);
      const sample = await measure({ ...load, program: running.program, portal }, times);
      const { length: portals } = ports;
      return {
        program: contestant.name,
        workload: ADD_LINE.name,
        ...USUAL,
        connections: portals,
        portals,
        sample,
      };
    } finally {
      await stopProgram(running.program);
    }
  }
}

/** What is measured under all conditions, and only on the programs that it says most about. */
const TWO = [ADD_LINE, LIST_LINES];
const isForTwo = (workload: Workload) => TWO.includes(workload);
const isOneOfTwo = ({ contestant }: Running) => contestant === OWN || contestant === NAIVE;

function requestOf(workload: Workload, { language }: Contestant, n: number): LoadRequest {
  const request = workload.request(language, n);
  if (!request) throw new Error(`${workload.name} cannot be sent as ${language}`);
  return request;
}

async function start(
  contestant: Contestant,
  options: RoundOptions,
  headers: Readonly<Record<string, string>> = HEADERS,
  probed = true,
): Promise<Running> {
  const { ports, core, folder } = options;
  const port = await freePort();
  const program = startProgram({
    command: [contestant.file],
    environment: {
      ...contestant.environment(`http://127.0.0.1:${ports[0] ?? 0}/rest/1/benchmark/`),
      PORT: String(port),
    },
    core,
    logFile: join(folder, 'output.log'),
    probed,
  });
  // A list, because a title could not be added twice.
  await firstResult(program, port, headers, requestOf(LIST_LINES, contestant, 0));
  return { contestant, program, port };
}

async function coldStart(contestant: Contestant, options: RoundOptions): Promise<number> {
  const startedAt = performance.now();
  const { program } = await start(contestant, options, HEADERS, false);
  const took = performance.now() - startedAt;
  await stopProgram(program);
  return took;
}
