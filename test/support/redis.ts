import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { freePort } from './free-port.ts';
import { firstProgram, reportSkipped } from './programs-of-machine.ts';

const PLACES = [
  process.env['REDIS_SERVER_PATH'],
  '/usr/bin/redis-server',
  '/usr/local/bin/redis-server',
  '/usr/bin/valkey-server',
  '/opt/homebrew/bin/redis-server',
];

/** A Redis server of this machine. Where there is none, says so loudly; in CI that is a failure. */
export function findRedis(): string | undefined {
  const found = firstProgram(PLACES);
  if (found) return found;
  reportSkipped(
    'No redis-server on this machine: the tests of shared state are SKIPPED. Install it or set REDIS_SERVER_PATH.',
  );
  return undefined;
}

/** A real Redis server on a port of its own, which forgets everything when it stops. */
export interface TestRedis extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Kills it, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  restart(): Promise<void>;
  /** Stops it from running without ending its connections, until `resume`. */
  readonly freeze: () => void;
  readonly resume: () => void;
  /** Whether it is killed or frozen at present. */
  readonly isAway: () => boolean;
  /** Sends one command, in words, and returns the reply as Redis writes it. */
  ask(...command: readonly string[]): Promise<string>;
}

export interface TestRedisOptions {
  /** Further arguments of the server. */
  readonly arguments?: readonly string[];
  /** A file with settings, which the server may change. */
  readonly file?: string;
}

export async function startRedis({ file, arguments: more = [] }: TestRedisOptions = {}): Promise<TestRedis> {
  const path = findRedis();
  if (path === undefined) throw new Error('no redis-server');
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  let port = await freePort();
  let server: ChildProcess;
  let isAway = false;
  let output = '';

  /** Returns whether it listens: another program may have taken its port meanwhile. */
  async function start(): Promise<boolean> {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    const kind = file === undefined ? ['--save', ''] : [];
    server = spawn(path ?? '', [...(file === undefined ? [] : [file]), ...own, ...kind, ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    output = '';
    for await (const chunk of server.stdout ?? []) {
      output += String(chunk);
      if (!/Ready to accept|Sentinel ID is/.test(output)) continue;
      server.stdout?.resume();
      isAway = false;
      return true;
    }
    return false;
  }

  async function kill(): Promise<void> {
    isAway = true;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const end = once(server, 'exit');
    server.kill('SIGKILL');
    await end;
  }

  for (let attempt = 1; !(await start()); attempt += 1) {
    if (attempt === 5) throw new Error(`Redis does not start: ${output}`);
    port = await freePort();
  }
  // A test that times out disposes of nothing.
  process.once('exit', () => server.kill('SIGKILL'));
  return {
    port,
    url: `redis://127.0.0.1:${String(port)}`,
    kill,
    async restart() {
      if (!(await start())) throw new Error(`Redis does not start again: ${output}`);
    },
    freeze() {
      isAway = true;
      server.kill('SIGSTOP');
    },
    resume() {
      isAway = false;
      server.kill('SIGCONT');
    },
    isAway: () => isAway,
    ask: (...command) => ask(port, command),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Redis that also speaks TLS, with a certificate of its own. */
export async function startRedisWithTls(): Promise<
  TestRedis & { readonly tlsUrl: string; readonly certificateFile: string }
> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
  });
  const [keyFile, certificateFile] = [join(folder, 'key'), join(folder, 'cert')];
  await Promise.all([writeFile(keyFile, key), writeFile(certificateFile, cert)]);
  const tlsPort = String(await freePort());
  const files = ['--tls-key-file', keyFile, '--tls-cert-file', certificateFile, '--tls-auth-clients', 'no'];
  const redis = await startRedis({ arguments: ['--tls-port', tlsPort, ...files] });
  return {
    ...redis,
    tlsUrl: `rediss://localhost:${tlsPort}`,
    certificateFile,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends the time after a restart or a failover in which adds and keys are refused. */
export async function endDoubt(redis: TestRedis): Promise<void> {
  for (const [key] of (await redis.ask('KEYS', '*:doubt*')).matchAll(/bitrix24\S+/g))
    await redis.ask('DEL', key);
}

/** A Sentinel that watches servers, and makes a replica the primary when that is gone for a second and a half. */
export async function startSentinel(primary: TestRedis, group: string): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `sentinel monitor ${group} 127.0.0.1 ${String(primary.port)} 1`,
    `sentinel down-after-milliseconds ${group} 1500`,
    `sentinel failover-timeout ${group} 3000`,
  ];
  await writeFile(file, lines.join('\n'));
  return startRedis({ file, arguments: ['--sentinel'] });
}

/** Without a client library, so that the tests see what Redis holds and not what a client makes of it. */
async function ask(port: number, command: readonly string[]): Promise<string> {
  const socket = createConnection(port, '127.0.0.1').setEncoding('utf8');
  const words = command.map((word) => `$${String(Buffer.byteLength(word))}\r\n${word}\r\n`).join('');
  socket.end(`*${String(command.length)}\r\n${words}`);
  let reply = '';
  for await (const chunk of socket) reply += String(chunk);
  return reply;
}
