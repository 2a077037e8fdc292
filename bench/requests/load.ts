import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { LoadRequest } from './workloads.ts';

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly headers: (connection: number) => Readonly<Record<string, string>>;
  readonly next: () => LoadRequest;
}

/** What has been answered since the last call of `take`. */
export interface Answered {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly latencies: readonly number[];
}

export interface Load {
  /** How many requests have been answered since the last call of `take`. */
  answered(): number;
  take(): Answered;
  /** Waits for the requests under way. Rejects if any response was not a result. */
  stop(): Promise<void>;
}

/**
 * Sends requests over a fixed number of connections, each with one request under way at a time. Reads only as much of
 * HTTP as it takes to find the end of a response: it shares its core with the portal, and must not be what is measured.
 */
export function startLoad({ port, connections, headers, next }: LoadOptions): Load {
  let latencies: number[] = [];
  let since = performance.now();
  let stopping = false;

  async function run(connection: number): Promise<void> {
    const fixed = Object.entries({ host: `127.0.0.1:${port}`, ...headers(connection) })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const exchange = createExchange(socket);
    try {
      while (!stopping) {
        const { path, body } = next();
        const startedAt = performance.now();
        const response = await exchange(
          `POST ${path} HTTP/1.1\r\n${fixed}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        latencies.push(performance.now() - startedAt);
        if (!isResult(response)) throw new Error(`not a result: ${response.toString().slice(0, 1_000)}`);
      }
    } finally {
      socket.destroy();
    }
  }

  const running = Promise.all(Array.from({ length: connections }, (_, connection) => run(connection)));
  // Reported by `stop`; until then nobody waits for it.
  running.catch(() => undefined);
  return {
    answered: () => latencies.length,
    take() {
      const now = performance.now();
      const taken = latencies.sort((one, other) => one - other);
      const seconds = (now - since) / 1000;
      [latencies, since] = [[], now];
      return { requests: taken.length, seconds, latencies: taken };
    },
    async stop() {
      stopping = true;
      await running;
    },
  };
}

/** Sends one request after another, and resolves each with its whole response. */
function createExchange(socket: Socket): (request: string) => Promise<Buffer> {
  let received: Buffer[] = [];
  let waiting: { readonly resolve: (response: Buffer) => void; readonly reject: (error: Error) => void };
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure = error;
    waiting.reject(error);
  };
  socket.on('error', fail);
  socket.on('close', () => {
    fail(failure ?? new Error('the connection was closed'));
  });
  socket.on('data', (chunk) => {
    received.push(chunk);
    const [first = chunk, ...others] = received;
    const whole = others.length === 0 ? first : Buffer.concat(received);
    if (isComplete(whole)) {
      received = [];
      waiting.resolve(whole);
    } else received = [whole];
  });
  return (request) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      if (failure) reject(failure);
      else socket.write(request);
    });
}

const END_OF_CHUNKS = '0\r\n\r\n';

function isComplete(received: Buffer): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = received.toString('latin1', 0, end).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= end + 4 + Number(length);
  // With one request under way nothing follows the last chunk.
  return received.toString('latin1', received.length - END_OF_CHUNKS.length) === END_OF_CHUNKS;
}

function isResult(response: Buffer): boolean {
  return (
    response.toString('latin1', 0, 13) === 'HTTP/1.1 200 ' &&
    !response.includes('"errors":') &&
    !response.includes('"error":') &&
    !response.includes('"sipLine":null') &&
    !response.includes('[null')
  );
}
