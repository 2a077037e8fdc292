import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { asApplication, CONTESTANTS, HEADERS, memberIdAt, type Contestant } from './contestants.ts';
import type { LoadOptions } from './load.ts';
import { warmUp, type Times } from './measure.ts';
import { firstResult, freePort, startProgram, stopProgram, usageOf } from './programs.ts';
import { ADD_LINE, LIST_LINES, MIX, type LoadRequest, type Workload } from './workloads.ts';

export interface Surroundings {
  readonly portal: ChildProcess;
  /** Where the portal listens, the first of them for all cases with one portal. */
  readonly ports: readonly number[];
  /** The core of the programs. */
  readonly core: string | undefined;
  /** A folder for logs and tokens. */
  readonly folder: string;
  readonly times: Times;
}

export interface Running {
  readonly contestant: Contestant;
  readonly program: ChildProcess;
  /** Puts a workload on the program, over so many connections. */
  readonly load: (workload: Workload, connections: number) => LoadOptions;
}

export interface AllRunning extends AsyncDisposable {
  readonly programs: readonly Running[];
  /** The gateway as an application that is installed on a portal at each of the ports. */
  readonly application: Running;
}

/** How many connections most cases have, and the warm-up. */
export const USUAL_CONNECTIONS = 64;

/** Starts every program and puts loads on it until it has compiled what it needs. They run until all is measured. */
export async function startAll(surroundings: Surroundings): Promise<AllRunning> {
  const { folder, ports, times } = surroundings;
  const titles = numbers();
  const started: Running[] = [];
  const stopAll = async () => {
    await Promise.all(started.map(({ program }) => stopProgram(program)));
  };
  try {
    for (const contestant of CONTESTANTS) {
      const running = await start(contestant, surroundings, titles);
      started.push(running);
      for (const workload of [MIX, LIST_LINES, ADD_LINE])
        await warmUp(running.load(workload, USUAL_CONNECTIONS), times);
    }
    const programs = [...started];
    const contestant = await asApplication(join(folder, 'tokens.jwe'), ports);
    const application = await start(contestant, surroundings, titles, ofPortal);
    started.push(application);
    for (let time = 0; time < 2; time += 1) await warmUp(application.load(ADD_LINE, ports.length), times);
    return { programs, application, [Symbol.asyncDispose]: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Each connection is a caller of another portal, so that no portal ever has two calls to batch. */
const ofPortal = (connection: number) => ({ ...HEADERS, 'x-bitrix24-portal': memberIdAt(connection) });

/** Counts the requests of a whole run: no line that is added has the title of another. */
export function numbers(): () => number {
  let sent = 0;
  return () => (sent += 1);
}

/** Starts a program, and waits for its first result. */
export async function start(
  contestant: Contestant,
  surroundings: Surroundings,
  next: () => number,
  headers: LoadOptions['headers'] = () => HEADERS,
): Promise<Running> {
  const { program, port } = await startOnly(contestant, surroundings, headers(0), true);
  const load = (workload: Workload, connections: number): LoadOptions => ({
    port,
    connections,
    headers,
    next: () => requestOf(workload, contestant, next()),
  });
  return { contestant, program, load };
}

/** Milliseconds from starting the process to the end of its first result. */
export async function coldStart(contestant: Contestant, surroundings: Surroundings): Promise<number> {
  const startedAt = performance.now();
  const { program } = await startOnly(contestant, surroundings, HEADERS, false);
  const took = performance.now() - startedAt;
  await stopProgram(program);
  return took;
}

/** Megabytes after the first result. */
export async function idleMemory(contestant: Contestant, surroundings: Surroundings): Promise<number> {
  const { program } = await startOnly(contestant, surroundings, HEADERS, true);
  const { rssMb } = await usageOf(program);
  await stopProgram(program);
  return rssMb;
}

async function startOnly(
  contestant: Contestant,
  { ports, core, folder }: Surroundings,
  headers: Readonly<Record<string, string>>,
  probed: boolean,
): Promise<{ readonly program: ChildProcess; readonly port: number }> {
  const port = await freePort();
  const program = startProgram({
    command: contestant.command,
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
  return { program, port };
}

function requestOf(workload: Workload, { language }: Contestant, n: number): LoadRequest {
  const request = workload.request(language, n);
  if (!request) throw new Error(`${workload.name} cannot be sent as ${language}`);
  return request;
}
