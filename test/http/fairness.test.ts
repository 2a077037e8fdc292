import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { MEASURED, valuesOf } from '../support/metrics.ts';
import { steppedClock, type SteppedClock } from '../support/stepped-clock.ts';

const GET = 'voximplant.sip.get';
const USER = 'token-of-a-user';

/** A request for each 500 ms once the burst is used up: the limit of a cloud portal with a smaller burst. */
const RATE = { BITRIX24_RATE_LIMIT: '10/2' };
const TOKEN_MS = 500;

const KEYS = ['greedy', 'other', 'modest'];
const API_KEYS = JSON.stringify(
  KEYS.map((name) => ({
    name,
    sha256: createHash('sha256').update(`tg_${name}`).digest('hex'),
    scopes: ['telephony:read'],
  })),
);

let gateway: TestGateway;
let clock: SteppedClock;
afterEach(async () => {
  // What is still queued runs into its deadlines.
  const timer = setInterval(() => {
    clock.advance(10_000);
  }, 10);
  await gateway.close();
  clearInterval(timer);
});

/** A gateway whose time passes only when the test says so, in front of a portal that answers at once. */
async function start(environment: Parameters<typeof startGateway>[0] & object): Promise<void> {
  clock = steppedClock();
  commands = { asked: 0, refused: 0 };
  gateway = await startGateway({ ...environment, app: { clock } });
}

const byKey = (name: string) => ({ authorization: `Bearer tg_${name}` });

/** Commands that the operations of a test asked for, and those that the gateway refused. */
let commands = { asked: 0, refused: 0 };

/** Reads that share nothing with one another, each a command of its own. */
async function read(headers: Record<string, string>, count: number): Promise<GraphQLAnswer> {
  const ofTest = commands;
  const fields = Array.from(
    { length: count },
    (_, n) => `a${n}: sipLines(filter: { title: "${ofTest.asked + n}" }) { nodes { id } }`,
  );
  ofTest.asked += count;
  const answer = await gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: `{ ${fields.join(' ')} }` }),
  });
  ofTest.refused += (answer.errors ?? []).filter(
    ({ extensions }) => extensions['code'] === 'RATE_LIMITED',
  ).length;
  return answer;
}

const load = async (name: string) => (await valuesOf(gateway.app, name))[''] ?? 0;
const sent = () => gateway.emulator.portal.journal.entries(GET).length;

/** Waits until every command is queued, refused or sent, and every request to the portal answered. */
async function settled(): Promise<void> {
  await expect
    .poll(
      async () => {
        const [waiting, inFlight] = [
          await load('gateway_queue_length'),
          await load('gateway_requests_in_flight'),
        ];
        return inFlight === 0 && waiting + sent() + commands.refused === commands.asked;
      },
      { interval: 5 },
    )
    .toBe(true);
}

/** Lets the portal's limit pass requests one at a time until there is an answer. Returns how many that took. */
async function requestsUntil(answer: Promise<unknown>): Promise<number> {
  const state = { isAnswered: false };
  const done = answer.then(() => {
    state.isAnswered = true;
  });
  let requests = 0;
  await settled();
  for (; !state.isAnswered && requests < 100; requests += 1) {
    clock.advance(TOKEN_MS);
    await settled();
  }
  await done;
  return requests;
}

/** How many requests went out between each of a caller's reads and its answer, while others ask for too much. */
async function readBeside(flood: () => void, headers: Record<string, string>): Promise<number[]> {
  for (let n = 0; n < 3; n += 1) flood();
  await settled();
  expect(await load('gateway_queue_length')).toBeGreaterThan(20);
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    flood();
    const answer = read(headers, 1);
    waits.push(await requestsUntil(answer));
    expect((await answer).errors).toBeUndefined();
  }
  return waits;
}

describe('two callers with keys of their own', () => {
  const environment = { GATEWAY_API_KEYS: API_KEYS, ...RATE, ...MEASURED };

  it('of whom one sends nine requests of ten reads a second leave the other one served at its turn', async () => {
    await start({ environment });
    const outcomes: Promise<unknown>[] = [];
    const flood = () => {
      for (let n = 0; n < 9; n += 1) outcomes.push(read(byKey('greedy'), 10).catch(() => undefined));
    };
    const waits = await readBeside(flood, byKey('modest'));
    expect(Math.max(...waits)).toBeLessThanOrEqual(2);
  });

  it('count as two, however many requests each of them sends', async () => {
    await start({ environment });
    for (let n = 0; n < 40; n += 1) void read(byKey('greedy'), 10).catch(() => undefined);
    await settled();
    const other = Array.from({ length: 4 }, () => read(byKey('other'), 10));
    await settled();
    const before = sent();
    await requestsUntil(Promise.all(other));
    const during = sent() - before;
    // As many of the one as of the other, and up to a batch more.
    expect(during).toBeLessThanOrEqual(2 * 40 + 50);
  });
});

describe('a user whose token is passed through', () => {
  it('is served at its turn beside any number of made-up tokens', async () => {
    await start({
      webhookUrl: () => '',
      environment: (emulator) => ({
        BITRIX24_PASSTHROUGH_PORTALS: new URL(emulator.origin).host,
        ...RATE,
        ...MEASURED,
      }),
    });
    gateway.emulator.portal.addToken({ accessToken: USER, applicationId: 'app.1' });
    const { host } = new URL(gateway.emulator.origin);
    const passed = (token: string) => ({ 'x-bitrix24-portal': host, 'x-bitrix24-token': token });
    expect(await read(passed(USER), 1)).toMatchObject({ status: 200 });
    const outcomes: Promise<unknown>[] = [];
    let junk = 0;
    const waits = await readBeside(() => {
      for (let n = 0; n < 12; n += 1)
        outcomes.push(read(passed(`nobody-has-this-token-${(junk += 1)}`), 1).catch(() => undefined));
    }, passed(USER));
    expect(Math.max(...waits)).toBeLessThanOrEqual(2);
  });
});
