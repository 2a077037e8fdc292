import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { buildProgram, kill, startWithSmallHeap } from '../support/program.ts';
import { scaledRuns } from '../support/random-runs.ts';
import { httpAnswer, startRawPortal, type RawPortal } from '../support/raw-portal.ts';

beforeAll(buildProgram);

/**
 * 128 MB, and 24 for young objects: how much Node adds for these by default differs between versions. Responses of portals
 * may take a quarter of the sum.
 */
const HEAP = ['--max-old-space-size=128', '--max-semi-space-size=8'];

// The built program in a process of its own.
let program: ChildProcess | undefined;
const portals: RawPortal[] = [];
afterEach(async () => {
  await kill(program);
  for (const portal of portals.splice(0)) await portal[Symbol.asyncDispose]();
});

async function start(environment: Record<string, string>): Promise<Send> {
  const settings = { BITRIX24_READ_DEADLINE_MS: '60000', ...environment };
  const started = startWithSmallHeap(settings, undefined, HEAP);
  program = started.program;
  const url = await started.listening;
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

/** Operations with a page of 6.5 MB each, and reads of each portal with 7.5 MB; the memory takes about six of either. */
const OPERATIONS = scaledRuns(4, 8);
const READS = scaledRuns(2.5, 5);

const SMALL = '{ sipConnector { freeMinutes } }';
const CONNECTOR = httpAnswer('{"result":{"FREE_MINUTES":7,"PAID":"Y"}}');
// Two bytes per character in memory, because of the first.
const TEXT = `Ж${'x'.repeat(32_500)}`;
const CALL = { CALL_CATEGORY: TEXT, COMMENT: TEXT };

it(
  'operations that hold large pages while they wait end before there is no memory left',
  {
    timeout: 300_000,
  },
  async () => {
    const portal = await startRawPortal();
    portals.push(portal);
    const rows = Array.from({ length: 50 }, (_, n) => ({ ID: String(50 - n), PORTAL_USER_ID: '7', ...CALL }));
    const page = httpAnswer(JSON.stringify({ result: rows, total: 50 }));
    portal.answer('voximplant.statistic.get', (socket) => socket.write(page));
    portal.answer('voximplant.sip.connector.status', (socket) => socket.write(CONNECTOR));
    // What reads the callers waits, and holds the calls until then.
    const waiting: Socket[] = [];
    portal.answer('voximplant.user.get', (socket) => waiting.push(socket));
    const send = await start({
      BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    });

    const sent: Promise<Answer>[] = [];
    let ended = 0;
    const pages = () => portal.requests.filter((method) => method === 'voximplant.statistic.get').length;
    for (let n = 1; n <= OPERATIONS; n += 1) {
      sent.push(
        send(
          `{ telephonyCalls(first: 50, filter: { phoneNumberContains: "${n}" }) { nodes { category comment user { userId } } } }`,
        ).finally(() => (ended += 1)),
      );
      // One after another, because commands that wait share a batch.
      await expect.poll(() => pages() + ended, { timeout: 120_000, interval: 10 }).toBeGreaterThanOrEqual(n);
    }
    // There is room for five or six pages.
    await expect.poll(() => ended, { timeout: 120_000 }).toBeGreaterThanOrEqual(OPERATIONS - 6);
    expect(await send(SMALL)).toEqual({ data: { sipConnector: { freeMinutes: 7 } } });
    for (const socket of waiting) socket.write(httpAnswer('{"result":[]}'));
    portal.answer('voximplant.user.get', (socket) => socket.write(httpAnswer('{"result":[]}')));
    const answers = await Promise.all(sent);
    expect(program?.exitCode).toBeNull();
    const codes = codesOf(answers).flat();
    for (const code of codes)
      // On a slow machine, some run into the time that such a read may take.
      expect(['OPERATION_TOO_COSTLY', 'RATE_LIMITED', 'PORTAL_UNAVAILABLE']).toContain(code);
    expect(codes).toContain('OPERATION_TOO_COSTLY');
    const isStopped = ({ extensions }: { extensions: object }) =>
      'bound' in extensions && extensions.bound === 'memory';
    const stopped = answers.filter(({ errors = [] }) => errors.some(isStopped));
    expect(stopped.length).toBeGreaterThan(0);
    for (const { data } of stopped) expect(data).toEqual({ telephonyCalls: null });
    const nodes = rows.map(() => ({ category: TEXT, comment: TEXT, user: null }));
    for (const { data } of answers) expect([null, { nodes }]).toContainEqual(data?.['telephonyCalls']);
    expect(await send(SMALL)).toEqual({ data: { sipConnector: { freeMinutes: 7 } } });
  },
);

it(
  'many portals that send large responses at once cannot fill the memory, and others go on',
  {
    timeout: 180_000,
  },
  async () => {
    // Everything but the end of a response.
    const part = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n{"result":[{"TITLE":"'),
      Buffer.alloc(7_500_000, 'x'),
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
    const send = await start({
      BITRIX24_PASSTHROUGH_PORTALS: [...hostile, honest].map(hostOf).join(', '),
    });
    const to = (portal: RawPortal) => ({
      'x-bitrix24-portal': hostOf(portal),
      'x-bitrix24-token': 'a'.repeat(40),
    });

    const codes: unknown[] = [];
    const sent = hostile.flatMap((portal) =>
      Array.from({ length: READS }, async (_, n) => {
        const answer = await send(`{ sipLine(configId: ${n + 1}) { configId } }`, to(portal));
        codes.push(...codesOf([answer]).flat());
      }),
    );
    // Those that are left hold what there is: 38 MB.
    await expect.poll(() => codes.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(4 * READS - 6);
    // On a slow machine, some run into the time that such a read may take.
    for (const code of codes) expect(['RATE_LIMITED', 'PORTAL_UNAVAILABLE']).toContain(code);
    expect(codes).toContain('RATE_LIMITED');
    expect(holding.size).toBeLessThanOrEqual(6);
    expect(await send(SMALL, to(honest))).toEqual({ data: { sipConnector: { freeMinutes: 7 } } });
    for (const portal of hostile) await portal[Symbol.asyncDispose]();
    await Promise.all(sent);
    expect(program?.exitCode).toBeNull();
  },
);
