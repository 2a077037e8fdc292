import type { ChildProcess } from 'node:child_process';
import { isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { gzipBomb } from '../support/gzip-bomb.ts';
import { ENDLESS, hostileAnswer } from '../support/hostile-answers.ts';
import { buildProgram, kill, startWithSmallHeap } from '../support/program.ts';
import { randomSeed, sampled, scaledRuns, seededRandom } from '../support/random-runs.ts';
import { expectTypedErrors } from '../support/typed-errors.ts';
import { flood, httpAnswer, startRawPortal, type RawAnswer, type RawPortal } from '../support/raw-portal.ts';

const seed = randomSeed();

const declared = createSchema().getType('TelephonyErrorCode');
const CODES = isEnumType(declared) ? declared.getValues().map(({ name }) => name) : [];

// A process for each group: an answer that costs too much ends it.
let portal: RawPortal;
let program: ChildProcess;
let url: string;
let log = '';
let sent = 0;
beforeAll(async () => {
  [portal] = await Promise.all([startRawPortal(), buildProgram()]);
  portal.answer('*', answerToAll);
  portal.answer('voximplant.sip.connector.status', (socket) =>
    socket.write(httpAnswer('{"result":{"FREE_MINUTES":7,"PAID":"Y"}}')),
  );
});
afterAll(() => portal[Symbol.asyncDispose]());

/** Starts the program for the tests of a group. */
function useProgram(readDeadlineMs: number): void {
  let own: ChildProcess | undefined;
  beforeAll(async () => {
    const started = startWithSmallHeap(
      {
        BITRIX24_WEBHOOK_URL: portal.webhookUrl,
        BITRIX24_READ_DEADLINE_MS: String(readDeadlineMs),
        BITRIX24_WRITE_DEADLINE_MS: '5000',
      },
      (text) => (log += text),
    );
    own = program = started.program;
    url = await started.listening;
  });
  afterAll(() => kill(own));
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path: readonly unknown[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

async function send(query: string): Promise<Answer> {
  sent += 1;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as Answer;
  expectTypedErrors(answer);
  return answer;
}

let answerNow: RawAnswer = () => undefined;
const answerToAll: RawAnswer = (socket) => {
  answerNow(socket);
};

/** How all is answered from now on that is not answered in a way of its own. */
function answerWith(answer: RawAnswer): void {
  answerNow = answer;
}

function json(body: string, status = 200): RawAnswer {
  const bytes = httpAnswer(body, { status });
  return (socket) => socket.write(bytes);
}

async function expectOthersToGoOn(): Promise<void> {
  expect(await send('{ sipConnector { freeMinutes } }')).toEqual({
    data: { sipConnector: { freeMinutes: 7 } },
  });
  expect(program.exitCode).toBeNull();
}

const MEBIBYTE = 2 ** 20;
const FIFTEEN_MEGABYTES = 15_000_000;
const filled = (text: string) => text.repeat(FIFTEEN_MEGABYTES / text.length);
/** 200 MB of which 200 KB are sent. */
const BOMB = httpAnswer(gzipBomb('{"result":[{"TITLE":"', 200, '"}]}'), {
  headers: { 'Content-Encoding': 'gzip' },
});
const numbered = (make: (n: number) => string) =>
  Array.from({ length: FIFTEEN_MEGABYTES / make(999_999).length }, (_, n) => make(n)).join(',');

/** Methods that take a call each, and operations that call them. */
const READS: readonly [Read, ...Read[]] = [
  ['voximplant.sip.get', (n) => `{ sipLine(configId: ${n}) { configId } }`],
  ['voximplant.user.get', (n) => `{ telephonyUser(userId: ${n}) { userId } }`],
  ['voximplant.statistic.get', (n) => `{ telephonyCalls(first: ${n}) { nodes { callId } } }`],
  ['voximplant.line.get', () => '{ outgoingLines { lineId } }'],
  ['voximplant.tts.voices.get', () => '{ telephonyVoices { id } }'],
];
type Read = readonly [method: string, operation: (n: number) => string];

const LINES = '{ sipLines(first: 200) { nodes { configId title } } }';
const NAMES = '{ outgoingLines { lineId name } }';

describe('a portal that says whatever it likes', () => {
  // The most that the setting allows: what is sent here ends by its size, however long a machine takes.
  useProgram(60_000);

  it.each(
    sampled<[string, string, () => string, string, number?]>(
      [
        ['a page of numbers', LINES, () => `{"result":[${filled('0,')}0]}`, 'UPSTREAM_ERROR'],
        ['a page of empty lists', LINES, () => `{"result":[${filled('[],')}0]}`, 'UPSTREAM_ERROR'],
        [
          'a page of lines',
          LINES,
          () => `{"result":[${numbered((n) => `{"CONFIG_ID":"${n + 1}","TYPE":"cloud"}`)}]}`,
          'UPSTREAM_ERROR',
        ],
        ['a map of lines', NAMES, () => `{"result":{${numbered((n) => `"reg${n}":"x"`)}}}`, 'UPSTREAM_ERROR'],
        ['a map with one key', NAMES, () => `{"result":{${filled('"a":1,')}"a":1}}`, 'UPSTREAM_ERROR'],
        ['lists in lists', LINES, () => `{"result":${filled('[')}`, 'UPSTREAM_ERROR'],
        ['maps in maps', NAMES, () => `{"result":${filled('{"a":')}`, 'UPSTREAM_ERROR'],
        [
          'cells of a table as an error',
          LINES,
          () => `{"error":"ERROR_CORE","error_description":"${filled('<table><td>')}"}`,
          'UPSTREAM_ERROR',
          400,
        ],
        ['a page of a proxy', LINES, () => `<html>${filled('<table><td>')}`, 'PORTAL_UNAVAILABLE', 502],
      ],
      2,
    ),
  )('costs the call one error if it sends %s', async (_name, query, body, code, status) => {
    answerWith(json(body(), status));
    const before = portal.requests.length;
    const { errors } = await send(query);
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(JSON.stringify(errors).length).toBeLessThan(2_000);
    // What is too large once is too large again.
    expect(portal.requests.length - before).toBeLessThanOrEqual(code === 'UPSTREAM_ERROR' ? 1 : 3);
    await expectOthersToGoOn();
  });

  it('outlives many of the largest answers at once', async () => {
    answerWith(json(`{"result":[{"CONFIG_ID":"7","TYPE":"cloud","TITLE":"${'Ж'.repeat(7_000_000)}"}]}`));
    const answers = await Promise.all(
      Array.from({ length: scaledRuns(5, 10) }, (_, n) =>
        send(`{ sipLine(configId: ${n + 1}) { configId title } }`),
      ),
    );
    for (const { errors = [] } of answers)
      for (const { extensions } of errors) expect(extensions['code']).not.toBe('INTERNAL_SERVER_ERROR');
    await expectOthersToGoOn();
  });

  it.each<[string, RawAnswer]>([
    ['that are small until they are decompressed', (socket) => socket.write(BOMB)],
    [
      'behind interim answers without an end',
      (socket) => {
        flood(socket, '', 'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n');
      },
    ],
  ])('costs the call one error if it sends answers %s', async (_name, answer) => {
    answerWith(answer);
    const before = portal.requests.length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => send(`{ sipLine(configId: ${n + 1}) { configId } }`)),
    );
    for (const { errors } of answers) {
      expect(errors).toHaveLength(1);
      // Several at once are also too much for the memory of all answers.
      expect(['UPSTREAM_ERROR', 'RATE_LIMITED']).toContain(errors?.[0]?.extensions['code']);
    }
    expect(portal.requests.length - before).toBeLessThanOrEqual(10);
    await expectOthersToGoOn();
  });

  it('loses no place in the queue to answers that are the end of HTTP', async () => {
    answerWith((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    );
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => send(`{ sipLine(configId: ${n + 1}) { configId } }`)),
    );
    for (const { errors } of answers)
      expect(errors).toMatchObject([
        { extensions: { code: 'PORTAL_UNAVAILABLE', bitrix24: { status: 101 } } },
      ]);
    await expectOthersToGoOn();
    await expect.poll(() => portal.connections()).toBeLessThan(5);
  });

  // The portal waits once it has sent more than the bound. How much it could send before the connection is closed would show
  // the buffers of the kernel.
  it.each<[string, number, string]>([
    ['in large parts', 16 * MEBIBYTE, 'x'.repeat(65_536)],
    ['byte by byte', MEBIBYTE, 'x'],
  ])('is read no further than the bound if it sends %s', async (_name, bound, part) => {
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
    let isClosed = false;
    answerWith((socket) => {
      socket.once('close', () => (isClosed = true));
      socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('{"a":"')}`);
      socket.write(chunk(part).repeat(Math.ceil(bound / part.length)));
    });
    const before = portal.requests.length;
    expect(await send(LINES)).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_ERROR' } }] });
    expect(portal.requests.length - before).toBe(1);
    await expect.poll(() => isClosed).toBe(true);
    await expectOthersToGoOn();
  });
});

describe('a portal that may never end what it says', () => {
  useProgram(5_000);

  it('waits for no longer than the deadline for answers without an end', async () => {
    const calls = ENDLESS.map(([, answer], index) => {
      const [method, operation] = READS[index % READS.length] ?? READS[0];
      portal.answer(method, answer);
      return Promise.all(Array.from({ length: 3 }, (_, n) => send(operation(n + 1))));
    });
    expect(ENDLESS.length).toBeLessThanOrEqual(READS.length);
    for (const { errors } of (await Promise.all(calls)).flat()) {
      expect(errors).toHaveLength(1);
      expect(['PORTAL_UNAVAILABLE', 'RATE_LIMITED']).toContain(errors?.[0]?.extensions['code']);
    }
    for (const [method] of READS) portal.answer(method, answerToAll);
    await expectOthersToGoOn();
    await expect.poll(() => portal.connections()).toBeLessThan(5);
  });

  const OPERATIONS = [
    LINES,
    NAMES,
    '{ sipLine(configId: 7) { configId title registration { status } lastRegistration { statusCode } } }',
    '{ sipLines(first: 50) { totalCount nodes { configId registration { status } settingsUrl } } }',
    '{ defaultOutgoingLine { lineId name type } }',
    '{ telephonyCalls(first: 100) { totalCount nodes { callId user { userId } sipLine { title } recordUrl } } }',
    '{ telephonyUsers(userIds: [1, 2, 3]) { userId innerNumber } }',
    '{ telephonyVoices { id name } }',
    '{ telephonyLinks { statisticsUrl linesUrl } telephonyAccess { __typename } }',
    '{ a: sipLine(configId: 7) { title } outgoingLines { name } telephonyVoices { name } telephonyUser(userId: 7) { userId } }',
    'mutation { updateSipLine(configId: 7, input: { title: "New" }) { configId } }',
    'mutation { deleteSipLine(configId: 7) { configId } }',
    'mutation { setDefaultOutgoingLine(lineId: "reg7") { lineId } }',
    'mutation { startCallback(input: { lineId: "reg7", phoneNumber: "15550123", text: "x" }) { callId } }',
  ];

  it(`brings nothing down, whatever it sends (SEED=${seed})`, { timeout: scaledRuns(300_000) }, async () => {
    const random = seededRandom(seed);
    const secret = new URL(portal.webhookUrl).pathname.split('/')[3] ?? '';
    expect(secret).not.toBe('');
    for (let run = 0; run < scaledRuns(2.5); run += 1) {
      const { shown, send: answer } = hostileAnswer(random, secret);
      const operation = OPERATIONS[Math.floor(random() * OPERATIONS.length)] ?? LINES;
      const context = `${operation} ${shown}`;
      answerWith(answer);
      const { errors = [] } = await send(operation);
      expect(JSON.stringify(errors), context).not.toContain(secret);
      for (const { extensions, message } of errors) {
        expect(CODES, context).toContain(extensions['code']);
        expect(extensions['code'], context).not.toBe('INTERNAL_SERVER_ERROR');
        expect(message.length + JSON.stringify(extensions).length, context).toBeLessThan(20_000);
      }
      expect(program.exitCode, context).toBeNull();
      if (run % 10 === 9) await expectOthersToGoOn();
    }
    await expectOthersToGoOn();
    expect(log).not.toContain(secret);
  });

  it('makes one line in the log for each request, and no long one', async () => {
    const lines = () => log.split('\n').filter((line) => line.startsWith('{'));
    await expect
      .poll(() => lines().filter((line) => line.includes('"operation')).length)
      .toBeLessThanOrEqual(sent);
    for (const line of lines()) expect(line.length).toBeLessThan(4_000);
  });
});
