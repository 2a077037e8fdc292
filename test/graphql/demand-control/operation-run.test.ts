import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/emulator/faults/fault.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../../support/gateway.ts';
import { ranMethods } from '../../support/journal.ts';
import { linesOf } from '../../support/log-lines.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../../support/operations.ts';
import { deferred } from '../../support/deferred.ts';
import { steppedClock } from '../../support/stepped-clock.ts';

let gateway: TestGateway;
const start = async (options: TestGatewayOptions = {}) =>
  (gateway = await startGateway({ ...options, emulator: { usersByWebhook: true, ...options.emulator } }));
afterEach(() => gateway.close());

const inject = (fault: Fault) => {
  gateway.emulator.portal.faults.inject(fault);
};
const lastOperation = () =>
  gateway
    .log()
    .split('\n')
    .filter((line) => line.includes('"msg":"operation"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .at(-1);
const operationsLogged = () => gateway.log().split('"msg":"operation"').length - 1;

/** Sends an operation and hangs up once the portal was asked for a method. */
async function hangUpAfter(method: string, query: string, variables?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const asked = request(gateway.url, { method: 'POST', headers, agent: false });
  asked.on('error', () => undefined).end(JSON.stringify({ query, variables }));
  await expect.poll(() => ranMethods(gateway)).toContain(method);
  asked.destroy();
}

/** Starts beside a portal that answers one call of a method when the returned function is called, and not before. */
async function startWithSlow(method: string): Promise<() => void> {
  const released = deferred();
  await start({ emulator: { clock: { now: () => Date.now(), sleep: () => released.promise } } });
  inject({ kind: 'slow', on: method, delayMs: 1 });
  return released.resolve;
}

/** The gateway reads what happens to connections in order: once it has answered this, it knows who hung up before. */
async function gatewayNoticed(): Promise<void> {
  await gateway.query('{ __typename }');
}

const CALLS = '{ telephonyCalls(first: 200) { nodes { statisticId user { userId } } } }';
const addCalls = (count: number) => {
  for (let n = 0; n < count; n += 1) gateway.emulator.portal.addCall({ userId: 1 });
};

describe('a query whose client is gone', () => {
  it('ends while the portal still works, and asks for nothing more', async () => {
    await start();
    addCalls(120);
    inject({ kind: 'hang', on: 'voximplant.statistic.get', skip: 1 });
    await hangUpAfter('voximplant.statistic.get', CALLS);
    // The portal never answers: only the query that lets it go can have ended.
    await expect.poll(operationsLogged).toBe(1);
    expect(lastOperation()).toMatchObject({ kind: 'query', stopped: 'client-gone' });
    expect(ranMethods(gateway).filter((method) => method === 'voximplant.user.get')).toEqual([]);
  });

  it('ends with the entries of a list that it waits for', async () => {
    await start();
    inject({ kind: 'hang', on: 'voximplant.user.get' });
    await hangUpAfter('voximplant.user.get', '{ telephonyUsers(userIds: [1, 2]) { userId } }');
    await expect.poll(operationsLogged).toBe(1);
    expect(lastOperation()).toMatchObject({ stopped: 'client-gone', errors: { RATE_LIMITED: 1 } });
  });

  it('ends without another command when the answer comes after all', async () => {
    const release = await startWithSlow('voximplant.statistic.get');
    addCalls(120);
    await hangUpAfter('voximplant.statistic.get', CALLS);
    await expect.poll(operationsLogged).toBe(1);
    release();
    const { journal } = gateway.emulator.portal;
    await expect.poll(() => journal.entries().every(({ answeredAt }) => answeredAt !== undefined)).toBe(true);
    expect(ranMethods(gateway)).toEqual(['voximplant.statistic.get']);
  });

  it('does not stop a mutation that was sent: it is settled and recorded', async () => {
    const release = await startWithSlow('voximplant.sip.add');
    await hangUpAfter('voximplant.sip.add', ADD_SIP_LINE, { input: NEW_LINE });
    await gatewayNoticed();
    release();
    await expect.poll(operationsLogged).toBe(2);
    expect(lastOperation()).toMatchObject({ kind: 'mutation', operation: 'Add' });
    expect(lastOperation()).not.toHaveProperty('errors');
    expect(lastOperation()).not.toHaveProperty('stopped');
    expect(gateway.emulator.portal.lines()).toHaveLength(1);
  });

  it('is not replaced by what a mutation had still to do', async () => {
    const release = await startWithSlow('voximplant.sip.add');
    const two =
      'mutation ($a: AddSipLineInput!, $b: AddSipLineInput!) { a: addSipLine(input: $a) { title } b: addSipLine(input: $b) { title } }';
    await hangUpAfter('voximplant.sip.add', two, { a: NEW_LINE, b: { ...NEW_LINE, title: 'Other' } });
    await gatewayNoticed();
    release();
    await expect.poll(operationsLogged).toBe(2);
    expect(gateway.emulator.portal.lines().map(({ title }) => title)).toEqual(['Sales']);
  });
});

describe('a query that takes too long', () => {
  it('ends with what it has, one error for each field that is left, and no further command', async () => {
    const clock = steppedClock();
    await start({ app: { clock } });
    addCalls(200);
    gateway.emulator.portal.putUser({ id: 1 });
    // Two walks side by side, each of four pages. A page takes less than a read may, and all of them more than a query
    // may.
    const takesLong = () => {
      clock.advance(9_000);
      return false;
    };
    inject({ kind: 'drop', on: 'voximplant.statistic.get', when: takesLong });
    const { status, data, errors } = await gateway.query(
      `{ telephonyUser(userId: 1) { userId }
        calls: telephonyCalls(first: 200) { nodes { statisticId } }
        first: telephonyCalls(first: 200, orderBy: { direction: ASC }) { nodes { statisticId } } }`,
    );
    expect(status).toBe(200);
    expect(data).toEqual({ telephonyUser: { userId: '1' }, calls: null, first: null });
    const error = (field: string) => ({
      path: [field],
      message: expect.stringContaining('within 60 seconds') as string,
      extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true },
    });
    const byPath = errors?.toSorted((one, other) => String(one.path).localeCompare(String(other.path)));
    expect(byPath).toMatchObject([error('calls'), error('first')]);
    expect(lastOperation()).toMatchObject({ stopped: 'deadline', errors: { PORTAL_UNAVAILABLE: 2 } });
    const pages = ranMethods(gateway).filter((method) => method === 'voximplant.statistic.get');
    expect(pages.length).toBeLessThan(9);
  });
});

describe('a portal that returns more than the schema assumes', () => {
  const outgoing = (count: number, name = 'x') => ({
    kind: 'result' as const,
    on: 'voximplant.line.get',
    result: Object.fromEntries(Array.from({ length: count }, (_, n) => [`reg${n + 1}`, name])),
  });

  it('does not make an operation ask it without end', async () => {
    await start({ environment: { GATEWAY_COST_LIMIT: '2000' } });
    const { portal } = gateway.emulator;
    // The webhook's lines belong to no application.
    for (let n = 0; n < 300; n += 1)
      portal.addForeignLine({ applicationId: '', type: 'cloud', title: `Line ${n}` });
    const { status, errors } = await gateway.query(
      '{ outgoingLines { lineId sipLine { registration { status } } } sipConnector { paid } }',
    );
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('more than 200 calls to the portal') as string,
        extensions: { code: 'OPERATION_TOO_COSTLY', retryable: false, bound: 'commands', limit: 200 },
      },
    ]);
    expect(ranMethods(gateway)).not.toContain('voximplant.sip.status');
    expect(ranMethods(gateway).length).toBeLessThanOrEqual(200);
  });

  const many = (count: number, make: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => make(n)).join(' ');

  it.each<[string, string, number, Fault, string]>([
    ['many lines', 'values', 20_000, outgoing(10_000), '{ outgoingLines { id lineId type name } }'],
    [
      'long names',
      'characters',
      800_000,
      outgoing(100, 'x'.repeat(10_000)),
      '{ outgoingLines { id lineId type name } }',
    ],
    [
      'a long response key for each line',
      'characters',
      800_000,
      outgoing(4_000),
      `{ outgoingLines { ${'a'.repeat(500)}: name } }`,
    ],
    // graphql-js resolves __typename itself, so nothing can be counted where it does.
    [
      'the name of the type for each line, many times',
      'values',
      20_000,
      outgoing(4_000),
      `{ outgoingLines { ...A ...B } } fragment A on OutgoingLine { ${many(40, (n) => `a${n}: __typename`)} }
        fragment B on OutgoingLine { ... { ${many(10, (n) => `b${n}: __typename`)} } }`,
    ],
    [
      'the name of the type under long names',
      'characters',
      800_000,
      outgoing(4_000),
      `{ outgoingLines { ${'a'.repeat(500)}: __typename } }`,
    ],
  ])('does not get an answer beyond its bound for %s', async (_name, bound, limit, fault, query) => {
    await start({ environment: { GATEWAY_COST_LIMIT: '1000' } });
    inject(fault);
    const { status, text, errors } = await gateway.query(query);
    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_COSTLY', bound, limit });
    expect(text.length).toBeLessThan(2_000_000);
    expect(lastOperation()).toMatchObject({ stopped: bound, errors: { OPERATION_TOO_COSTLY: 1 } });
  });
});

describe('an operation whose fields fail', () => {
  const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on SipLine {
    ${Array.from({ length: 30 }, (_, n) => `a${n}: settingsUrl`).join(' ')} } } }`;

  it('has one line in the log, and no more errors than somebody may want to read', async () => {
    await start();
    const logged = gateway.log().length;
    const rows = Array.from({ length: 50 }, (_, n) => ({ CONFIG_ID: n + 1, TYPE: 'office' }));
    inject({ kind: 'result', on: 'voximplant.sip.get', result: rows });
    inject({ kind: 'error', on: 'voximplant.url.get', status: 400, code: 'ACCESS_DENIED' });
    const { status, errors } = await gateway.query(ENTITIES, {
      r: rows.map(({ CONFIG_ID }) => ({ __typename: 'SipLine', configId: CONFIG_ID })),
    });
    expect([status, errors?.length]).toEqual([200, 1_001]);
    expect(errors?.filter(({ extensions }) => extensions['code'] === 'FORBIDDEN')).toHaveLength(1_000);
    expect(errors?.at(-1)?.extensions).toMatchObject({
      code: 'OPERATION_TOO_COSTLY',
      bound: 'errors',
      limit: 1_000,
    });
    expect(lastOperation()).toMatchObject({
      errors: { FORBIDDEN: 1_000, OPERATION_TOO_COSTLY: 1 },
      upstream: [{ method: 'voximplant.url.get', code: 'ACCESS_DENIED' }],
    });
    expect(linesOf(gateway.log().slice(logged))).toHaveLength(1);
  });

  it('has a short line in the log, however long the texts of the portal are', async () => {
    await start();
    const methods = ['line.get', 'tts.voices.get', 'statistic.get', 'user.get', 'sip.get', 'url.get'];
    for (const method of methods)
      inject({
        kind: 'error',
        on: `voximplant.${method}`,
        times: Infinity,
        status: 400,
        code: 'X'.repeat(5_000),
        description: '"'.repeat(5_000),
      });
    const { errors } = await gateway.query(`{
      outgoingLines { lineId } telephonyVoices { id } telephonyCalls(first: 1) { nodes { callId } }
      telephonyUser(userId: 7) { userId } sipLine(configId: 7) { title } telephonyLinks { linesUrl }
    }`);
    expect(errors).toHaveLength(6);
    expect(lastOperation()).toMatchObject({ errors: { UPSTREAM_ERROR: 6 } });
    expect(JSON.stringify(lastOperation()).length).toBeLessThan(4_000);
  });

  it('has no more errors for the entries of lists either', async () => {
    await start();
    inject({ kind: 'result', on: 'voximplant.user.get', times: Infinity, result: [{}] });
    const ids = Array.from({ length: 200 }, (_, n) => String(n + 1));
    const fields = Array.from({ length: 9 }, (_, n) => `a${n}: telephonyUsers(userIds: $ids) { userId }`);
    const { status, errors } = await gateway.query(`query ($ids: [ID!]!) { ${fields.join(' ')} }`, { ids });
    expect(status).toBe(200);
    const codes = errors?.map(({ extensions }) => extensions['code']) ?? [];
    expect(codes.filter((code) => code === 'UPSTREAM_ERROR').length).toBeLessThanOrEqual(1_000);
    expect(codes).toContain('OPERATION_TOO_COSTLY');
  });
});

describe('a portal that sends more than anybody wants', () => {
  it('ends a query that reads it, although nothing of it was selected', async () => {
    await start({ environment: { GATEWAY_COST_LIMIT: '1000' } });
    const row = (n: number) => ({ ID: String(50 - n), COMMENT: 'x'.repeat(6_000) });
    const page = Array.from({ length: 50 }, (_, n) => row(n));
    inject({ kind: 'result', on: 'voximplant.statistic.get', result: page, times: Infinity });
    const read = (n: number) =>
      `c${n}: telephonyCalls(first: 1, filter: { phoneNumberContains: "${n}" }) { nodes { statisticId } }`;
    const few = await gateway.query(`{ ${Array.from({ length: 10 }, (_, n) => read(n)).join(' ')} }`);
    expect(few.errors).toBeUndefined();
    const many = await gateway.query(`{ ${Array.from({ length: 20 }, (_, n) => read(n + 10)).join(' ')} }`);
    expect(many.errors?.length).toBeGreaterThan(0);
    for (const { extensions } of many.errors ?? [])
      expect(extensions).toMatchObject({ code: 'OPERATION_TOO_COSTLY', bound: 'received', limit: 4_000_000 });
  });
});
