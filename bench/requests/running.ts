import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { asApplication, COMPARED, HEADERS, memberIdAt, RIVALS, type Contestant } from './contestants.ts';
import type { LoadOptions } from './load.ts';
import { warmUp, type Times } from './measure.ts';
import { firstResult, freePort, startProgram, stopProgram } from './programs.ts';
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

export interface Running extends AsyncDisposable {
  readonly contestant: Contestant;
  readonly program: ChildProcess;
  /** How many portals its callers have. */
  readonly portals: number;
  /** Puts a workload on the program, over so many connections. */
  readonly load: (workload: Workload, connections: number) => LoadOptions;
}

export interface AllRunning extends AsyncDisposable {
  readonly rivals: readonly Running[];
  /** Those of `COMPARED`, and the gateway as an application that is installed on a portal at each of the ports. */
  readonly compared: readonly Running[];
}

/** How many connections most cases have, and the warm-up. */
export const USUAL_CONNECTIONS = 64;

/** Starts every program, and puts loads on those that are compared. They run until all is measured. */
export async function startAll(surroundings: Surroundings): Promise<AllRunning> {
  const { folder, ports, times } = surroundings;
  const titles = numbers();
  const started: Running[] = [];
  const stopAll = async () => {
    await Promise.all(started.map((running) => running[Symbol.asyncDispose]()));
  };

  async function startEach(contestants: readonly Contestant[]): Promise<Running[]> {
    const running: Running[] = [];
    for (const contestant of contestants) {
      const one = await start(contestant, surroundings, titles);
      started.push(one);
      running.push(one);
    }
    return running;
  }

  try {
    const rivals = await startEach(RIVALS);
    const compared = await startEach(COMPARED);
    const contestant = await asApplication(join(folder, 'tokens.jwe'), ports);
    const application = await start(contestant, surroundings, titles, ports.length);
    started.push(application);
    compared.push(application);
    // The loads of the first round alone would not do: Node goes on compiling for longer.
    for (const { load, portals } of compared)
      for (const workload of portals === 1 ? [MIX, LIST_LINES] : [ADD_LINE, ADD_LINE])
        await warmUp(load(workload, USUAL_CONNECTIONS), times);
    return { rivals, compared, [Symbol.asyncDispose]: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Counts the requests of a whole run: no line that is added has the title of another. */
export function numbers(): () => number {
  let sent = 0;
  return () => (sent += 1);
}

/** Starts a program that loads are put on. */
export async function start(
  contestant: Contestant,
  surroundings: Surroundings,
  next: () => number,
  portals = 1,
): Promise<Running> {
  // Each connection is a caller of another portal, so that no portal ever has two calls to batch.
  const headers: LoadOptions['headers'] =
    portals > 1
      ? (connection) => ({ ...HEADERS, 'x-bitrix24-portal': memberIdAt(connection % portals) })
      : () => HEADERS;
  const { program, port } = await startProcess(contestant, surroundings, headers(0), true);
  const load = (workload: Workload, connections: number): LoadOptions => ({
    port,
    connections,
    headers,
    next: () => requestOf(workload, contestant, next()),
  });
  return { contestant, program, portals, load, [Symbol.asyncDispose]: () => stopProgram(program) };
}

/** Starts a process, and waits for its first result. */
export async function startProcess(
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
