import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { codeOf, isReplayed, KEYED, timesRun } from '../support/keyed-operations.ts';
import { linesOf } from '../support/log-lines.ts';
import { NEW_LINE } from '../support/operations.ts';
import { endDoubt, findRedis, startRedis, type TestRedis } from '../support/redis.ts';
import { slowPortalClock, type SlowPortalClock } from '../support/slow-portal-clock.ts';

const ADD = 'voximplant.sip.add';
const CALL = 'voximplant.callback.start';
const CALLBACK = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };

describe.skipIf(findRedis() === undefined)('two gateways with one Redis', () => {
  let redis: TestRedis;
  let portal: SlowPortalClock;
  let one: TestGateway;
  let other: TestGateway;

  beforeEach(async () => {
    redis = await startRedis();
    portal = slowPortalClock();
    one = await startGateway({
      redis,
      emulator: { usersByWebhook: true, clock: portal.clock, latency: { [ADD]: 1, [CALL]: 1 } },
    });
    other = await startGateway({ redis, webhookUrl: () => one.emulator.webhookUrl });
  });
  afterEach(async () => {
    await other.close();
    await one.close();
    await redis[Symbol.asyncDispose]();
  });

  const add = (gateway: TestGateway, key = 'key') =>
    gateway.query(KEYED.addSipLine, { input: NEW_LINE, key });
  const addLineToCallFrom = () => one.emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });
  const titles = () => one.emulator.portal.lines().map(({ title }) => title);

  it.each([
    ['addSipLine', ADD, { input: NEW_LINE }],
    ['startCallback', CALL, { input: CALLBACK }],
  ] as const)('execute a keyed %s once that is sent to both', async (field, method, variables) => {
    if (method === CALL) addLineToCallFrom();
    const first = one.query(KEYED[field], { ...variables, key: 'key' });
    await portal.arrived;
    const second = other.query(KEYED[field], { ...variables, key: 'key' });
    await other.query('{ __typename }');
    portal.release();
    const answers = await Promise.all([first, second]);
    expect(answers.map(codeOf)).toEqual(['OK', 'OK']);
    expect(answers.map(isReplayed)).toEqual([false, true]);
    expect(answers[1].text).toBe(answers[0].text);
    expect(timesRun(one, method)).toBe(1);
    expect(one.log()).toContain('"idempotencyKeysRememberedBy":"Redis, for all replicas"');
  });

  it('execute one of two that arrive at the same moment', async () => {
    portal.release();
    const answers = await Promise.all([add(one), add(other), add(one), add(other)]);
    expect(answers.map(codeOf)).toEqual(['OK', 'OK', 'OK', 'OK']);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect([timesRun(one, ADD), titles()]).toEqual([1, ['Sales']]);
  });

  it('refuse other arguments for a key of the other', async () => {
    portal.release();
    expect(codeOf(await add(one))).toBe('OK');
    const changed = { input: { ...NEW_LINE, title: 'Support' }, key: 'key' };
    expect(codeOf(await other.query(KEYED.addSipLine, changed))).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('refuse keys while Redis is gone, work without, and use them again after that', async () => {
    addLineToCallFrom();
    portal.release();
    const call = (gateway: TestGateway, key?: string) =>
      gateway.query(KEYED.startCallback, { input: CALLBACK, key });
    await redis.kill();
    const refused = await call(one, 'key');
    expect(refused.errors).toMatchObject([
      {
        message: expect.stringContaining('again with the same key after "retryAfterMs"') as string,
        extensions: { code: 'RATE_LIMITED', retryable: true, argument: ['idempotencyKey'] },
      },
    ]);
    expect(refused.errors?.[0]?.extensions['retryAfterMs']).toBeGreaterThan(0);
    expect(timesRun(one, CALL)).toBe(0);
    expect(codeOf(await call(one))).toBe('OK');
    expect(codeOf(await other.query('{ sipLines { totalCount } }'))).toBe('OK');
    await redis.restart();
    for (const gateway of [one, other])
      await expect
        .poll(async () => {
          // It has lost everything, which each replica notices by itself.
          await endDoubt(redis);
          return codeOf(await call(gateway, 'key'));
        })
        .toBe('OK');
    expect(timesRun(one, CALL)).toBe(2);
  });

  it('refuse keys that Redis may have lost, for as long as their mutations may be running', async () => {
    addLineToCallFrom();
    portal.release();
    const call = () => one.query(KEYED.startCallback, { input: CALLBACK, key: 'key' });
    expect(codeOf(await call())).toBe('OK');
    await redis.kill();
    await redis.restart();
    const refusal = async () => {
      const [error] = (await call()).errors ?? [];
      expect(error?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      return error?.extensions['retryAfterMs'];
    };
    // Redis is away for a moment first.
    await expect.poll(refusal).toBeGreaterThan(60_000);
    expect(timesRun(one, CALL)).toBe(1);
  });

  it('return an outcome that Redis does not take at first, and keep it as soon as it does', async () => {
    addLineToCallFrom();
    const first = one.query(KEYED.startCallback, { input: CALLBACK, key: 'key' });
    await portal.arrived;
    redis.freeze();
    portal.release();
    expect(codeOf(await first)).toBe('OK');
    expect(one.log()).toMatch(
      /"level":"warn"[^\n]*"field":"startCallback"[^\n]*could not be recorded for its idempotency key/,
    );
    redis.resume();
    const repeat = () => other.query(KEYED.startCallback, { input: CALLBACK, key: 'key' });
    await expect.poll(async () => codeOf(await repeat())).toBe('OK');
    expect(timesRun(one, CALL)).toBe(1);
  });

  it('log an outcome that is not kept because the other has taken the run for interrupted', async () => {
    addLineToCallFrom();
    const call = (gateway: TestGateway) =>
      gateway.query(KEYED.startCallback, { input: CALLBACK, key: 'sentinel-of-caller' });
    const first = call(one);
    await portal.arrived;
    // As if the first could not have renewed its lease for a while.
    for (const [record] of (await redis.ask('KEYS', '*:idempotency:*')).matchAll(/bitrix24\S+/g))
      await redis.ask('HSET', record, 'lease', '0');
    expect(codeOf(await call(other))).toBe('OUTCOME_UNKNOWN');
    portal.release();
    expect(codeOf(await first)).toBe('OK');
    const lines = linesOf(one.log());
    expect(lines.filter(({ msg }) => String(msg).includes('taken over or lost'))).toEqual([
      {
        level: 'warn',
        time: expect.any(Number) as number,
        msg: 'The record of an idempotency key was taken over or lost while its mutation ran, so the outcome is not recorded: a repeat may execute it again.',
        requestId: expect.any(String) as string,
        caller: 'anonymous',
        portalKey: expect.any(String) as string,
        field: 'startCallback',
      },
    ]);
    expect(one.log()).not.toContain('sentinel-of-caller');
    expect(codeOf(await call(one))).toBe('OUTCOME_UNKNOWN');
    expect(timesRun(one, CALL)).toBe(1);
  });
});

describe.skipIf(findRedis() === undefined)('a gateway with a Redis that appends to a file', () => {
  it('knows its keys after Redis was killed, doubts none, and warns of a Redis that does not', async () => {
    // By default, a Redis that is killed loses the last two seconds while the disk is busy.
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
    await using redis = await startRedis({ arguments: durable });
    await using forgetful = await startRedis({
      arguments: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    });
    await using gateway = await startGateway({
      redis,
      emulator: { usersByWebhook: true },
    });
    gateway.emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });
    const call = (key: string) => gateway.query(KEYED.startCallback, { input: CALLBACK, key });
    expect(codeOf(await call('key'))).toBe('OK');
    await redis.kill();
    await redis.restart();
    await expect.poll(() => redis.ask('KEYS', '*:doubt*')).toContain('doubt');
    await expect.poll(async () => isReplayed(await call('key'))).toBe(true);
    expect(codeOf(await call('another'))).toBe('OK');
    expect(timesRun(gateway, CALL)).toBe(2);
    expect(gateway.log()).not.toContain('forgets idempotency keys');

    await using other = await startGateway({ redis: forgetful });
    await expect.poll(() => other.log()).toContain('"msg":"Redis responds."');
    expect(other.log()).toMatch(/"level":"warn"[^\n]*Set appendonly yes/);
    expect(other.log()).toMatch(/"level":"warn"[^\n]*Set maxmemory-policy noeviction/);
  });
});
