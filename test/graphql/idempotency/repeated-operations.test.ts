import { afterEach, describe, expect, it } from 'vitest';
import {
  startGateway,
  type GraphQLAnswer,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway.ts';
import { codeOf, isReplayed, KEYED, timesRun } from '../../support/keyed-operations.ts';
import { linesOf } from '../../support/log-lines.ts';
import { MEASURED, readMetrics } from '../../support/metrics.ts';
import { NEW_LINE } from '../../support/operations.ts';
import { skippingClock } from '../../support/skipping-clock.ts';
import { slowPortalClock } from '../../support/slow-portal-clock.ts';

let gateway: TestGateway;
const start = async (options: TestGatewayOptions = {}) =>
  (gateway = await startGateway({ emulator: { usersByWebhook: true }, ...options }));
afterEach(() => gateway.close());

const portal = () => gateway.emulator.portal;
const send = (field: keyof typeof KEYED, variables: Record<string, unknown>) =>
  gateway.query(KEYED[field], { key: 'key-1', ...variables });
const add = (variables: Record<string, unknown> = {}) =>
  send('addSipLine', { input: NEW_LINE, ...variables });
const addMany = (titles: readonly string[]) =>
  send('addSipLines', { inputs: titles.map((title) => ({ ...NEW_LINE, title })) });
const titles = () =>
  portal()
    .lines()
    .map(({ title }) => title);
const CALLBACK = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };
const ADD = 'voximplant.sip.add';

function expectSame(first: GraphQLAnswer, repeated: GraphQLAnswer): void {
  expect(first.errors).toBeUndefined();
  expect([isReplayed(first), isReplayed(repeated)]).toEqual([false, true]);
  expect(repeated.text).toBe(first.text);
}

describe('an add with a key', () => {
  it('is executed once for a double click, and both get the line', async () => {
    const { clock, arrived, release } = slowPortalClock();
    await start({ emulator: { clock, latency: { [ADD]: 1 } } });
    const first = add();
    await arrived;
    const second = add();
    await gateway.query('{ __typename }');
    release();
    expectSame(await first, await second);
    expect([timesRun(gateway, ADD), titles()]).toEqual([1, ['Sales']]);
  });

  it('is executed once for a client that hung up and asks again', async () => {
    const { clock, arrived, release } = slowPortalClock();
    await start({ emulator: { clock, latency: { [ADD]: 1 } } });
    const hangUp = new AbortController();
    const body = JSON.stringify({ query: KEYED.addSipLine, variables: { input: NEW_LINE, key: 'key-1' } });
    const headers = { 'content-type': 'application/json' };
    const cut = gateway.send({ method: 'POST', headers, body, signal: hangUp.signal }).catch(() => 'cut');
    await arrived;
    hangUp.abort();
    expect(await cut).toBe('cut');
    const repeated = add();
    release();
    const { data, errors } = await repeated;
    expect(errors).toBeUndefined();
    expect(isReplayed(await repeated)).toBe(true);
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales', password: NEW_LINE.password });
    expect([timesRun(gateway, ADD), titles()]).toEqual([1, ['Sales']]);
  });

  it('returns the line again, as the portal has it by then', async () => {
    await start();
    expectSame(await add(), await add());
    await gateway.query(KEYED.updateSipLine, {
      configId: '1',
      input: { title: 'Renamed', password: 'other' },
    });
    const { data } = await add();
    expect(data?.['addSipLine']).toEqual({
      ...{ configId: '1', title: 'Renamed', login: 'sales', password: 'other' },
    });
    expect(timesRun(gateway, ADD)).toBe(1);
  });

  it('says that the line was added, but is gone', async () => {
    await start();
    await add();
    await gateway.query(KEYED.deleteSipLine, { configId: '1' });
    const { errors, data } = await add();
    expect(data).toEqual({ addSipLine: null });
    expect(errors).toMatchObject([
      {
        path: ['addSipLine'],
        message: expect.stringContaining('succeeded when it was first sent') as string,
        extensions: { code: 'NOT_FOUND', retryable: false, applied: true },
      },
    ]);
    expect([timesRun(gateway, ADD), titles()]).toEqual([1, []]);
  });

  it('says that the line was added if it cannot be read now, and returns it later', async () => {
    await start();
    await add();
    portal().faults.inject({ on: 'voximplant.sip.get', kind: 'error', status: 400, code: 'ACCESS_DENIED' });
    const { errors } = await add();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', applied: true } }]);
    expect(isReplayed(await add())).toBe(true);
  });

  it('is in conflict with every other argument, and executes nothing', async () => {
    await start();
    await add();
    for (const change of [
      { title: 'x' },
      { server: 'x' },
      { login: 'x' },
      { password: 'x' },
      { type: 'OFFICE' },
    ]) {
      const { errors } = await add({ input: { ...NEW_LINE, ...change } });
      expect(errors).toMatchObject([
        {
          path: ['addSipLine'],
          extensions: { code: 'IDEMPOTENCY_CONFLICT', retryable: false, argument: ['idempotencyKey'] },
        },
      ]);
    }
    expect(timesRun(gateway, ADD)).toBe(1);
  });

  it('is the same with default values and in any order of fields', async () => {
    await start();
    const { type: _, ...line } = NEW_LINE;
    await add({ input: line });
    const { password, login, server, title } = line;
    expect(codeOf(await add({ input: { password, login, type: 'CLOUD', server, title } }))).toBe('OK');
    const literal = `mutation { addSipLine(idempotencyKey: "key-1",
      input: { password: "${password}", title: "Sales", login: "sales", server: "sip.example.com" }) { configId } }`;
    expect(isReplayed(await gateway.query(literal))).toBe(true);
    expect(timesRun(gateway, ADD)).toBe(1);
  });

  it.each(['MAX_CLOUD_PBX', 'ACCESS_DENIED', 'QUERY_LIMIT_EXCEEDED', 'TITLE_EXISTS'])(
    'is executed again after %s',
    async (code) => {
      const clock = skippingClock();
      await start({ app: { clock } });
      const status = code === 'QUERY_LIMIT_EXCEEDED' ? 503 : 400;
      portal().faults.inject({ on: ADD, kind: 'error', status, code, times: Infinity });
      const refused = add();
      await expect.poll(() => portal().journal.entries(ADD)).not.toEqual([]);
      // Past its deadline: what exceeds the portal's rate is sent again until then, and the rate is kept for a while.
      if (code === 'QUERY_LIMIT_EXCEEDED') clock.skip(60_000);
      expect(codeOf(await refused)).not.toBe('OK');
      portal().faults.clear();
      const repeated = await add();
      expect([codeOf(repeated), isReplayed(repeated)]).toEqual(['OK', false]);
      expect(titles()).toEqual(['Sales']);
    },
  );

  it('leaves no trace of what was refused before it was sent', async () => {
    await start();
    expect(codeOf(await add({ input: { ...NEW_LINE, server: '' } }))).toBe('BAD_USER_INPUT');
    expect(codeOf(await add({ input: { ...NEW_LINE, title: null } }))).toBe('BAD_USER_INPUT');
    expectSame(await add(), await add());
  });

  it('is executed by the second if the first was refused', async () => {
    const { clock, arrived, release } = slowPortalClock();
    await start({ emulator: { clock, latency: { [ADD]: 1 } } });
    portal().faults.inject({ on: ADD, kind: 'error', stage: 'before', status: 400, code: 'ACCESS_DENIED' });
    const first = add();
    const second = add();
    await arrived;
    release();
    expect((await Promise.all([first, second])).map(codeOf).toSorted()).toEqual(['FORBIDDEN', 'OK']);
    expect(titles()).toEqual(['Sales']);
  });
});

describe('a list of adds with a key', () => {
  it('returns all of its lines again', async () => {
    await start();
    expectSame(await addMany(['A', 'B', 'C']), await addMany(['A', 'B', 'C']));
    expect(timesRun(gateway, ADD)).toBe(3);
  });

  it('adds only the lines that were refused before', async () => {
    await start();
    portal().addForeignLine({ type: 'office', title: 'B' });
    const first = await addMany(['A', 'B', 'C']);
    expect(first.errors).toMatchObject([
      { path: ['addSipLines', 1], extensions: { code: 'TITLE_EXISTS', argument: ['inputs', 1, 'title'] } },
    ]);
    portal().changeLine(1, { title: 'Moved' });
    const again = await addMany(['A', 'B', 'C']);
    expect([codeOf(again), isReplayed(again)]).toEqual(['OK', true]);
    const before = first.data?.['addSipLines'] as unknown[];
    const lines = again.data?.['addSipLines'] as { title: string }[];
    expect(lines.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
    expect([lines[0], lines[2]]).toEqual([before[0], before[2]]);
    expect(timesRun(gateway, ADD)).toBe(3);
    expectSame({ ...again, headers: new Headers() }, await addMany(['A', 'B', 'C']));
  });

  it('is executed as a whole if none of it was', async () => {
    await start();
    const denied = { on: ADD, kind: 'error', status: 400, code: 'ACCESS_DENIED', times: 2 } as const;
    portal().faults.inject(denied);
    expect((await addMany(['A', 'B'])).errors).toHaveLength(2);
    expectSame(await addMany(['A', 'C']), await addMany(['A', 'C']));
  });

  it('is refused if it is too long, whatever its key', async () => {
    await start();
    const many = Array.from({ length: 101 }, (_, index) => `Line ${index}`);
    expect((await addMany(many)).errors).toMatchObject([
      { path: ['addSipLines'], extensions: { code: 'BAD_USER_INPUT', argument: ['inputs'] } },
    ]);
    expect(codeOf(await addMany(['A']))).toBe('OK');
  });
});

describe('with a key', () => {
  it('a change is made once, and the line is returned as it is by then', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    const change = { configId: '1', input: { login: 'first' } };
    expectSame(await send('updateSipLine', change), await send('updateSipLine', change));
    await gateway.query(KEYED.updateSipLine, { configId: '1', input: { login: 'second' } });
    const { data } = await send('updateSipLine', change);
    expect(data?.['updateSipLine']).toMatchObject({ login: 'second' });
    expect(timesRun(gateway, 'voximplant.sip.update')).toBe(2);
  });

  it('a change that could not be read back counts as made', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    portal().faults.inject({ on: 'voximplant.sip.get', kind: 'error', status: 400, code: 'ACCESS_DENIED' });
    const change = { configId: '1', input: { login: 'first' } };
    const { errors } = await send('updateSipLine', change);
    expect(errors).toMatchObject([{ extensions: { applied: true } }]);
    const repeated = await send('updateSipLine', change);
    expect([codeOf(repeated), isReplayed(repeated)]).toEqual(['OK', true]);
    expect(timesRun(gateway, 'voximplant.sip.update')).toBe(1);
  });

  it('a deletion returns the same IDs again', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    expectSame(
      await send('deleteSipLine', { configId: '1' }),
      await send('deleteSipLine', { configId: '1' }),
    );
    expect(timesRun(gateway, 'voximplant.sip.delete')).toBe(1);
  });

  it('a line is made the default once, and returned as it is by then', async () => {
    await start();
    for (const title of ['A', 'B']) await gateway.query(KEYED.addSipLine, { input: { ...NEW_LINE, title } });
    const choice = { lineId: 'reg150908' };
    expectSame(await send('setDefaultOutgoingLine', choice), await send('setDefaultOutgoingLine', choice));
    await gateway.query(KEYED.setDefaultOutgoingLine, { lineId: 'reg150907' });
    const { data } = await send('setDefaultOutgoingLine', choice);
    expect(data?.['setDefaultOutgoingLine']).toEqual({ lineId: 'reg150908', isDefault: false });
    expect(portal().outgoingLine()).toBe('reg150907');
    await gateway.query(KEYED.deleteSipLine, { configId: '2' });
    expect(codeOf(await send('setDefaultOutgoingLine', choice))).toBe('NOT_FOUND');
  });

  it('a SIP line is made the default once', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    const choice = { configId: '1' };
    expectSame(
      await send('setDefaultOutgoingSipLine', choice),
      await send('setDefaultOutgoingSipLine', choice),
    );
    expect(timesRun(gateway, 'voximplant.line.outgoing.sip.set')).toBe(1);
  });

  it('a phone is switched once', async () => {
    await start({ asApplication: {}, emulator: { deactivatePhoneWorks: true } });
    portal().putUser({ id: 7, phoneEnabled: false });
    expectSame(await send('activatePhone', { userId: '7' }), await send('activatePhone', { userId: '7' }));
    const off = await send('deactivatePhone', { userId: '7' });
    expect([codeOf(off), isReplayed(off)]).toEqual(['OK', false]);
    const { data } = await send('activatePhone', { userId: '7' });
    expect(data?.['activatePhone']).toEqual({ userId: '7', phoneEnabled: false });
    expect(timesRun(gateway, 'voximplant.user.activatephone')).toBe(1);
  });

  it('a callback rings once', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    const answers = await Promise.all([1, 2, 3].map(() => send('startCallback', { input: CALLBACK })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(isReplayed).toSorted()).toEqual([false, true, true]);
    expect(timesRun(gateway, 'voximplant.callback.start')).toBe(1);
  });

  it('an info call rings once', async () => {
    await start();
    await gateway.query(KEYED.addSipLine, { input: NEW_LINE });
    const call = { input: CALLBACK };
    expectSame(await send('startInfoCall', call), await send('startInfoCall', call));
    expect(timesRun(gateway, 'voximplant.infocall.startwithtext')).toBe(1);
  });

  it('each field has keys of its own, and one key counts once within an operation', async () => {
    await start();
    const { data, headers } = await gateway.query(
      `mutation ($input: AddSipLineInput!) {
        a: addSipLine(input: $input, idempotencyKey: "k") { configId isDefaultOutgoing }
        b: addSipLine(input: $input, idempotencyKey: "k") { configId isDefaultOutgoing }
        c: addSipLines(inputs: [], idempotencyKey: "k") { configId }
        d: deleteSipLine(configId: "1", idempotencyKey: "k") { configId }
        e: addSipLine(input: $input) { configId }
      }`,
      { input: NEW_LINE },
    );
    const line = { configId: '1', isDefaultOutgoing: true };
    expect(data).toEqual({ a: line, b: line, c: [], d: { configId: '1' }, e: { configId: '2' } });
    expect(headers.get('idempotency-replayed')).toBe('true');
    const audited = linesOf(gateway.log()).filter(({ msg }) => msg === 'audit: mutation');
    expect(audited.map(({ replayed }) => replayed)).toEqual([
      undefined,
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['', 'a'.repeat(129), 'line\nbreak', 'nul\u0000', 'zero\u200bwidth', '\ud800', 'para\u2029graph'])(
    'that is %j nothing is executed',
    async (key) => {
      await start();
      const { errors } = await add({ key });
      const problem = {
        argument: ['idempotencyKey'],
        message: 'Must be 1 to 128 printable characters.',
      };
      expect(errors).toMatchObject([
        { path: ['addSipLine'], extensions: { code: 'BAD_USER_INPUT', problems: [problem] } },
      ]);
      expect(portal().journal.entries()).toEqual([]);
    },
  );

  it.each(['a', 'ключ 📞 é"\\', 'x'.repeat(128), '📞'.repeat(128), null])(
    'that is %j it is executed',
    async (key) => {
      await start();
      expect(codeOf(await add({ key }))).toBe('OK');
      expect(codeOf(await add({ key }))).toBe(key === null ? 'TITLE_EXISTS' : 'OK');
    },
  );

  it('a replay is counted, and neither the key nor the arguments are in the log', async () => {
    await start({ environment: MEASURED });
    await add({ key: 'sentinel-key' });
    await add({ key: 'sentinel-key' });
    await add({ key: 'sentinel-key', input: { ...NEW_LINE, title: 'sentinel-title' } });
    expect(gateway.log()).not.toContain('sentinel');
    const metrics = await readMetrics(gateway.app);
    const samples = metrics.get('gateway_replayed_fields_total')?.samples;
    expect(samples).toMatchObject([{ labels: { field: 'Mutation.addSipLine' }, value: 1 }]);
    expect(metrics.get('gateway_idempotency_keys')?.samples).toMatchObject([{ value: 1 }]);
  });
});

it('the gateway says at its start that only this process remembers keys', async () => {
  await start();
  const [started] = linesOf(gateway.log()).filter(({ msg }) => msg === 'started');
  expect(started?.['idempotencyKeysRememberedBy']).toMatch(/^this process only: .* a restart forgets them$/);
});
