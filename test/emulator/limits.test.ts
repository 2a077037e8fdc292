import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { createPortal } from '../../src/emulator/portal.ts';
import type { PortalAnswer } from '../../src/emulator/request.ts';
import { line, startTestPortal } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const ADD = 'voximplant.sip.add';
const GET = 'voximplant.sip.get';

/** A portal without HTTP, in virtual time. */
function virtualPortal(options: EmulatorOptions = {}) {
  const clock = virtualClock();
  const portal = createPortal({ random: () => 0, ...options, clock });
  const send = (
    method: string,
    params: unknown = {},
    remoteAddress = '10.0.0.1',
    code = 'emulatorwebhook1',
  ) =>
    portal.handle({
      method: 'POST',
      path: `/rest/1/${code}/${method}`,
      query: '',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      remoteAddress,
    });
  /** Sends and lets time pass until the answer is there. */
  const call = async (...args: Parameters<typeof send>) => {
    const pending = send(...args);
    let answer: PortalAnswer | undefined;
    void pending.then((value) => (answer = value));
    while (answer === undefined) await clock.advance(10);
    return read(await pending);
  };
  return { clock, portal, send, call };
}

function read(answer: PortalAnswer): { status: number; body: Record<string, unknown>; text: string } {
  if (answer.kind !== 'answer') throw new Error(`no answer but ${answer.kind}`);
  const isJson = answer.headers['content-type']?.includes('json') === true;
  const body = isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {};
  return { status: answer.status, body, text: answer.body };
}

describe('the rate bucket', () => {
  const limits = { rate: { burst: 3, perSecond: 2 } } as const;
  const statuses = async (send: () => Promise<PortalAnswer>, count: number) =>
    Promise.all(Array.from({ length: count }, async () => read(await send()).status));

  it('lets a burst through, then as many a second as it leaks', async () => {
    const { clock, portal, send } = virtualPortal({ limits });
    expect(await statuses(() => send('scope'), 5)).toStrictEqual([200, 200, 200, 503, 503]);
    expect(portal.journal.entries().at(-1)).toMatchObject({
      status: 503,
      errorCode: 'QUERY_LIMIT_EXCEEDED',
      executed: false,
    });
    await clock.advance(499);
    expect(await statuses(() => send('scope'), 1)).toStrictEqual([503]);
    await clock.advance(1);
    expect(await statuses(() => send('scope'), 2)).toStrictEqual([200, 503]);
    await clock.advance(60_000);
    expect(await statuses(() => send('scope'), 4)).toStrictEqual([200, 200, 200, 503]);
  });

  it('belongs to the source address, whatever the webhook', async () => {
    const { portal, send } = virtualPortal({ limits });
    portal.addWebhook({ code: 'second' });
    expect(await statuses(() => send('scope'), 3)).toStrictEqual([200, 200, 200]);
    expect(await statuses(() => send('scope', {}, '10.0.0.1', 'second'), 1)).toStrictEqual([503]);
    expect(await statuses(() => send('scope', {}, '10.0.0.2'), 1)).toStrictEqual([200]);
  });

  it('counts a batch once and refused callers too, and spares faults', async () => {
    const { portal, send } = virtualPortal({ limits });
    portal.faults.inject({ kind: 'drop', skip: 3 });
    await send('batch', { cmd: { a: 'scope', b: 'scope' } });
    await send('scope', {}, '10.0.0.1', 'wrong');
    await send('scope');
    expect(read(await send(ADD, line()))).toMatchObject({
      status: 503,
      body: { error: 'QUERY_LIMIT_EXCEEDED' },
    });
    expect(portal.lines()).toHaveLength(0);
    expect(portal.faults.list()[0]?.fired).toBe(0);
  });
});

describe('the operating budget', () => {
  const options = {
    latency: { [GET]: 20, scope: 1 },
    limits: { operating: { seconds: 480, slots: 10, slotSeconds: 60 } },
  } as const;
  const time = (answer: { body: Record<string, unknown> }) => answer.body['time'] as Record<string, number>;

  it('blocks a method once its work is over the limit, until the oldest minute leaves', async () => {
    const { clock, call } = virtualPortal(options);
    const startedAt = Math.floor(clock.now() / 1000);
    for (let index = 1; index <= 25; index += 1) {
      const answer = await call(GET);
      expect(answer.status).toBe(200);
      expect(time(answer)['operating']).toBeCloseTo(index * 20, 5);
      expect(time(answer)['operating_reset_at']).toBe(startedAt + 600);
    }
    const blocked = await call(GET);
    expect(blocked).toMatchObject({ status: 429, body: { error: 'OPERATION_TIME_LIMIT' } });
    expect((await call('scope')).status).toBe(200);
    await clock.advance((startedAt + 600) * 1000 - clock.now() - 1);
    expect((await call(GET)).status).toBe(429);
    await clock.advance(1);
    expect((await call(GET)).status).toBe(200);
  });

  it('charges commands of a batch, not the batch, and checks each of them', async () => {
    const { portal, call } = virtualPortal({
      ...options,
      limits: { ...options.limits, maxRunSeconds: 10_000 },
    });
    const cmd = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`c${index}`, GET]));
    const answer = await call('batch', { cmd: { ...cmd, z: 'scope' } });
    const { result, result_error } = answer.body['result'] as Record<string, object>;
    expect(Object.keys(result ?? {})).toHaveLength(26);
    expect(Object.keys(result_error ?? {})).toStrictEqual(['c25']);
    expect(result_error).toMatchObject({ c25: { error: 'OPERATION_TIME_LIMIT' } });
    expect(time(answer)['operating']).toBe(0);
    expect(portal.journal.entries(GET).at(-1)).toMatchObject({ status: 429, executed: false });
    expect((await call('batch', { cmd: { z: 'scope' } })).status).toBe(200);
  });

  it('is kept by webhook and by application', async () => {
    const { portal, call } = virtualPortal({
      ...options,
      limits: { operating: { seconds: 10, slots: 10, slotSeconds: 60 } },
    });
    portal.addWebhook({ code: 'second' });
    expect((await call(GET)).status).toBe(200);
    expect((await call(GET)).status).toBe(429);
    expect((await call(GET, {}, '10.0.0.1', 'second')).status).toBe(200);
  });

  it('is only counted where it is off', async () => {
    const { call } = virtualPortal({ latency: { [GET]: 50 } });
    for (let index = 0; index < 12; index += 1) expect((await call(GET)).status).toBe(200);
    expect(time(await call(GET))['operating']).toBeGreaterThan(480);
  });
});

describe('the time one request may run', () => {
  it('cuts a batch off, with what was done until then', async () => {
    const { clock, portal, send } = virtualPortal({ latency: { [ADD]: 25 } });
    const add = (title: string) => `${ADD}?TYPE=office&SERVER=s&LOGIN=l&TITLE=${title}`;
    const pending = send('batch', { cmd: { a: add('A'), b: add('B'), c: add('C'), d: add('D') } });
    await clock.advance(60_000);
    const answer = read(await pending);
    expect(answer.status).toBe(504);
    expect(answer.text).toContain('504 Gateway Time-out');
    expect(portal.lines().map(({ title }) => title)).toStrictEqual(['A', 'B']);
    expect(portal.journal.entries(ADD).map(({ executed }) => executed)).toStrictEqual([true, true, false]);
  });
});

describe('durations', () => {
  it('are those of a real portal if asked for', async () => {
    const { call } = virtualPortal({ latency: 'realistic' });
    const duration = async (method: string, params: unknown = {}) =>
      ((await call(method, params)).body['time'] as { duration: number }).duration;
    expect(await duration(ADD, line())).toBe(1);
    expect(await duration('voximplant.sip.update', { CONFIG_ID: 1, LOGIN: 'x' })).toBe(0.66);
    expect(await duration('voximplant.sip.status', { REG_ID: 150907 })).toBe(0.7);
    expect(await duration(GET)).toBe(0.2);
    expect(await duration('voximplant.sip.delete', { CONFIG_ID: 1 })).toBe(0.5);
  });

  it('add up in a batch, whose commands run one after another', async () => {
    const { call } = virtualPortal({ latency: 'realistic' });
    const answer = await call('batch', { cmd: { a: GET, b: GET, c: 'nothing' } });
    expect(answer.body['time']).toMatchObject({ duration: 0.4 });
    const { result_time } = answer.body['result'] as { result_time: { a: object; b: object } };
    expect(result_time.a).toMatchObject({ duration: 0.2 });
    expect(result_time.b).toMatchObject({ duration: 0.2 });
  });

  it('cost a refused call nothing', async () => {
    const { clock, send } = virtualPortal({ latency: 'realistic' });
    const before = clock.now();
    // Nothing lets time pass here: had the refusal slept, it would never come.
    expect(read(await send(ADD, {})).status).toBe(400);
    expect(clock.now()).toBe(before);
  });

  it('open the gap between the check of a title and the insert', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock, latency: 'realistic', cloudLimit: 1 });
    const pending = [portal.call(ADD, line()), portal.call(ADD, line())];
    await clock.sleeping(2);
    expect(portal.portal.lines()).toHaveLength(0);
    await clock.advance(1000);
    expect((await Promise.all(pending)).map(({ status }) => status)).toStrictEqual([200, 200]);
    expect(portal.portal.lines().map(({ title }) => title)).toStrictEqual(['SIP line 1', 'SIP line 1']);
  });

  it('make a read tell what was when it started', async () => {
    const { clock, send } = virtualPortal({ latency: { [ADD]: 1, [GET]: 2 } });
    const adding = send(ADD, line());
    await clock.advance(999);
    const reading = send(GET);
    await clock.advance(5000);
    expect(read(await adding).status).toBe(200);
    expect(read(await reading).body['result']).toStrictEqual([]);
  });
});
