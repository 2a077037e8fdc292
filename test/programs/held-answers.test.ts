import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { buildProgram, outputUntil, startProgram } from '../support/program.ts';
import { httpAnswer, startRawPortal, type RawPortal } from '../support/raw-portal.ts';

beforeAll(buildProgram);

// The built program in a process of its own, with a heap of 256 MB, a quarter of which is for responses of portals.
let program: ChildProcess | undefined;
const portals: RawPortal[] = [];
afterEach(async () => {
  if (program?.exitCode === null && program.signalCode === null) {
    const ended = once(program, 'close');
    program.kill('SIGKILL');
    await ended;
  }
  for (const portal of portals.splice(0)) await portal[Symbol.asyncDispose]();
});

async function start(environment: Record<string, string>): Promise<Send> {
  program = startProgram(
    {
      PORT: '0',
      BITRIX24_RATE_LIMIT: 'off',
      BITRIX24_READ_DEADLINE_MS: '20000',
      GATEWAY_REQUESTS_PER_MINUTE: 'off',
      ...environment,
    },
    'dist/main.js',
    ['--max-old-space-size=256'],
  );
  const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
  return async (query, headers = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Answer;
  };
}

type Send = (query: string, headers?: Record<string, string>) => Promise<Answer>;

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

const codesOf = (answers: readonly Answer[]) =>
  answers.map(({ errors = [] }) => errors.map(({ extensions }) => extensions['code']));

const SMALL = '{ sipConnector { freeMinutes } }';
const CONNECTOR = httpAnswer('{"result":{"FREE_MINUTES":7,"PAID":"Y"}}');
it(
  'many portals that send large responses at once cannot fill the memory, and others go on',
  {
    timeout: 180_000,
  },
  async () => {
    // Everything but the end of a response.
    const part = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 16000000\r\n\r\n{"result":[{"TITLE":"'),
      Buffer.alloc(15_000_000, 'x'),
    ]);
    const holding = new Set<Socket>();
    const hostile = await Promise.all(Array.from({ length: 4 }, startRawPortal));
    portals.push(...hostile);
    for (const portal of hostile)
      portal.answer('*', (socket) => {
        holding.add(socket);
        socket.once('close', () => holding.delete(socket));
        socket.write(part);
      });
    const honest = await startRawPortal();
    portals.push(honest);
    honest.answer('*', (socket) => socket.write(CONNECTOR));
    const hostOf = ({ webhookUrl }: RawPortal) => new URL(webhookUrl).host;
    const send = await start({ BITRIX24_PASSTHROUGH_PORTALS: [...hostile, honest].map(hostOf).join(', ') });
    const to = (portal: RawPortal) => ({
      'x-bitrix24-portal': hostOf(portal),
      'x-bitrix24-token': 'a'.repeat(40),
    });

    const codes: unknown[] = [];
    const sent = hostile.flatMap((portal) =>
      Array.from({ length: 10 }, async (_, n) => {
        const answer = await send(`{ sipLine(configId: ${n + 1}) { configId } }`, to(portal));
        codes.push(...codesOf([answer]).flat());
      }),
    );
    // Those that are left hold what there is: 76 MB.
    await expect.poll(() => codes.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(34);
    // On a slow machine, some run into the time that such a read may take.
    for (const code of codes) expect(['RATE_LIMITED', 'PORTAL_UNAVAILABLE']).toContain(code);
    expect(codes).toContain('RATE_LIMITED');
    expect(holding.size).toBeLessThanOrEqual(6);
    expect(await send(SMALL, to(honest))).toEqual({ data: { sipConnector: { freeMinutes: 7 } } });
    await Promise.all(sent);
    expect(program?.exitCode).toBeNull();
  },
);
