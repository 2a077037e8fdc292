import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { MEASURED, valuesOf } from '../support/metrics.ts';
import { codeOf, KEYED } from '../support/keyed-operations.ts';
import { NEW_LINE } from '../support/operations.ts';
import { findRedis, startRedis } from '../support/redis.ts';

const LINES = '{ sipLines { totalCount } }';

async function ready({ url }: TestGateway): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL('/health/ready', url));
  return { status: response.status, body: await response.json() };
}

describe.skipIf(findRedis() === undefined)('a gateway with Redis', () => {
  it('says where it is whether Redis responds, and serves in either case', async () => {
    await using redis = await startRedis();
    await redis.kill();
    const url = redis.url.replace('//', '//:sentinel-password@');
    await using gateway = await startGateway({ redis: { ...redis, url }, environment: MEASURED });
    const state = async () => [(await ready(gateway)).body, await valuesOf(gateway.app, 'gateway_redis_up')];
    expect(await ready(gateway)).toMatchObject({ status: 200 });
    expect(await state()).toEqual([{ status: 'ready', redis: 'down' }, { '': 0 }]);
    expect((await gateway.query(LINES)).errors).toBeUndefined();
    expect(gateway.log()).toMatch(/"problem":"ECONNREFUSED","msg":"Redis does not respond/);

    await redis.restart();
    await redis.ask('CONFIG', 'SET', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lru');
    await redis.ask('CONFIG', 'SET', 'requirepass', 'sentinel-password');
    await expect.poll(state).toEqual([{ status: 'ready', redis: 'up' }, { '': 1 }]);
    expect(gateway.log()).toContain('"msg":"Redis responds."');
    for (const danger of ['Redis does not append to a file', 'Redis may drop keys'])
      await expect.poll(() => gateway.log()).toContain(`"msg":"${danger}`);
    expect((await gateway.query(LINES)).errors).toBeUndefined();
    expect(gateway.log()).not.toMatch(/sentinel-password|abababab/);
  });

  it('says that Redis refuses what is asked of it, although it responds', async () => {
    await using cluster = await startRedis({ arguments: ['--cluster-enabled', 'yes'] });
    await cluster.ask('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await expect.poll(() => cluster.ask('CLUSTER', 'INFO')).toContain('cluster_state:ok');
    await using gateway = await startGateway({ redis: cluster });
    const add = () => gateway.query(KEYED.addSipLine, { input: NEW_LINE, key: 'key' });
    expect([codeOf(await add()), codeOf(await add())]).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    const said = () =>
      gateway.log().match(/"level":"error"[^\n]*"CROSSSLOT","msg":"Redis responds, but refuses a script/g)
        ?.length;
    await expect.poll(said).toBe(1);
    expect(gateway.log()).not.toContain('Redis does not respond');
  });

  it('shows until it is mended that its user lacks a right, or that a key holds something else', async () => {
    await using redis = await startRedis();
    await using gateway = await startGateway({ redis, environment: MEASURED });
    const add = async (title: string) =>
      codeOf(await gateway.query(KEYED.addSipLine, { input: { ...NEW_LINE, title }, key: title }));
    const state = async () => [(await ready(gateway)).body, await valuesOf(gateway.app, 'gateway_redis_up')];
    expect(await state()).toEqual([{ status: 'ready', redis: 'up' }, { '': 1 }]);
    const mayUse = (...rules: readonly string[]) => redis.ask('ACL', 'SETUSER', 'default', ...rules);
    const shared = 'bitrix24-telephony-gateway:1:{shared}:';
    const keys = `${shared}idempotency`;
    const troubles: readonly {
      readonly begin?: readonly string[];
      readonly end?: readonly string[];
      readonly shown: 'refuses' | 'down';
      readonly problem: string;
    }[] = [
      { begin: ['-hset'], end: ['+hset'], shown: 'refuses', problem: '[A-Z]+' },
      // The keys of no portal, which the probe needs too.
      { begin: ['resetkeys', `~${shared}*`], end: ['allkeys'], shown: 'refuses', problem: 'NOPERM' },
      { begin: ['resetkeys', '~other:*'], end: ['allkeys'], shown: 'down', problem: 'NOPERM' },
      { shown: 'refuses', problem: 'WRONGTYPE' },
    ];
    const said = { refuses: 'Redis responds, but refuses a script', down: 'Redis does not respond' };
    for (const [n, { begin, end, shown, problem }] of troubles.entries()) {
      if (begin) await mayUse(...begin);
      else await redis.ask('SET', keys, 'no list of keys');
      expect(await add(`refused ${n}`)).toBe('RATE_LIMITED');
      await expect.poll(state).toEqual([{ status: 'ready', redis: shown }, { '': 0 }]);
      expect(gateway.log()).toMatch(
        new RegExp(`"level":"error"[^\n]*"problem":"${problem}","msg":"${said[shown]}`),
      );
      // What needs nothing of it goes on.
      expect((await gateway.query(LINES)).errors).toBeUndefined();
      expect(await state()).toEqual([{ status: 'ready', redis: shown }, { '': 0 }]);
      if (end) await mayUse(...end);
      else await redis.ask('DEL', keys);
      await expect.poll(() => add(`allowed ${n}`)).toBe('OK');
      await expect.poll(state).toEqual([{ status: 'ready', redis: 'up' }, { '': 1 }]);
    }
    expect(gateway.log().match(/Redis does not respond/g)).toHaveLength(1);
  });

  it('says that another one has another key, and only then', async () => {
    await using redis = await startRedis();
    const start = (key: string) =>
      startGateway({ redis, environment: { GATEWAY_TOKEN_KEY: key.repeat(32) } });
    await using one = await start('ab');
    await using same = await start('ab');
    await using stranger = await start('cd');
    const said = (gateway: TestGateway) =>
      gateway.log().match(/"level":"error"[^\n]*Another replica has another GATEWAY_TOKEN_KEY/g)?.length;
    for (const gateway of [one, same, stranger]) await expect.poll(() => said(gateway)).toBe(1);
    expect(one.log()).not.toMatch(/abababab|cdcdcdcd/);
    await stranger.close();
    expect((await redis.ask('ZCARD', 'bitrix24-telephony-gateway:1:{shared}:replicas')).trim()).toBe(':2');
    await using next = await start('ab');
    await expect.poll(() => next.log()).toContain('Redis responds.');
    expect([said(next), said(one)]).toEqual([undefined, 1]);
  });
});
