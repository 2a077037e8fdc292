import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/bitrix24/clock.ts';
import { StoreUnavailableError, type IdempotencyBounds } from '../../../src/state/idempotency-store.ts';
import { shareIdempotency, type SharedIdempotency } from '../../../src/state/redis/idempotency-in-redis.ts';
import { RedisUnavailableError, type RedisLink } from '../../../src/state/redis/link.ts';
import type { SharedRedis } from '../../../src/state/redis/open-redis.ts';
import { openTestRedisForTest } from '../../support/open-test-redis.ts';
import { linkAhead } from '../../support/redis-ahead.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { describeIdempotencyStore } from '../idempotency-store.contract.ts';

const system = systemClock();
const PORTAL = 'sentinel.example';
const REQUEST = { id: 'key', fingerprint: 'arguments', owner: 'Sentinel caller', size: 1 };
const SUCCEEDED = { closed: true, outcomes: [{ kind: 'succeeded', id: '12' }] } as const;
const BOUNDS: IdempotencyBounds = {
  keepMs: 60_000,
  leaseMs: 1_000,
  runMs: 20_000,
  maxOutcomes: 8,
  maxOutcomesPerOwner: 4,
};

function share({ names }: SharedRedis, link: Pick<RedisLink, 'run'>, bounds = BOUNDS): SharedIdempotency {
  const shared = shareIdempotency({ link, names, clock: system, bounds });
  onTestFinished(() => {
    shared.close();
  });
  return shared;
}

describe.skipIf(findRedis() === undefined)('idempotency keys in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  describeIdempotencyStore('in Redis', async (bounds) => {
    await redis.ask('FLUSHALL');
    const shared = await openTestRedisForTest(redis);
    let passed = 0;
    const clock = { ...system, now: () => system.now() + passed };
    const link = linkAhead(shared.link, () => passed);
    const idempotency = shareIdempotency({ link, names: shared.names, clock, bounds });
    onTestFinished(() => {
      idempotency.close();
    });
    return {
      store: idempotency.of(PORTAL),
      advance(ms) {
        passed += ms;
        return Promise.resolve();
      },
    };
  });

  it('are the same for all replicas of a portal, and others for another portal', async () => {
    await redis.ask('FLUSHALL');
    const [one, other] = [await openTestRedisForTest(redis), await openTestRedisForTest(redis)];
    const [first, second] = [share(one, one.link), share(other, other.link)];
    const begun = await first.of(PORTAL).begin(REQUEST);
    if (begun.state !== 'started') throw new Error(begun.state);
    expect(await second.of(PORTAL).begin(REQUEST)).toEqual({ state: 'running' });
    expect((await second.of('other.example').begin(REQUEST)).state).toBe('started');
    const waiting = second.of(PORTAL).ended('key', 10_000);
    await first.of(PORTAL).finish('key', begun.fence, SUCCEEDED);
    await waiting;
    expect(await second.of(PORTAL).begin(REQUEST)).toEqual({
      state: 'closed',
      outcomes: SUCCEEDED.outcomes,
    });
  });

  it('are renewed while their run lasts, and interrupted soon after their replica is gone', async () => {
    await redis.ask('FLUSHALL');
    const [one, other] = [await openTestRedisForTest(redis), await openTestRedisForTest(redis)];
    const [first, second] = [share(one, one.link), share(other, other.link)];
    await first.of(PORTAL).begin(REQUEST);
    await second.of(PORTAL).ended('key', BOUNDS.leaseMs * 2);
    expect(await second.of(PORTAL).begin(REQUEST)).toEqual({ state: 'running' });
    first.close();
    await second.of(PORTAL).ended('key', 10_000);
    const begun = await second.of(PORTAL).begin(REQUEST);
    if (begun.state !== 'started') throw new Error(begun.state);
    const left = (begun.interruptedUntil ?? 0) - system.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(BOUNDS.runMs - BOUNDS.leaseMs);
  });

  it('give nothing away, and all have an end', async () => {
    await redis.ask('FLUSHALL');
    const shared = await openTestRedisForTest(redis);
    const store = share(shared, shared.link).of(PORTAL);
    const begun = await store.begin({ ...REQUEST, id: 'Sentinel key' });
    if (begun.state !== 'started') throw new Error(begun.state);
    await store.finish('Sentinel key', begun.fence, SUCCEEDED);
    const keys = (await redis.ask('KEYS', '*')).split('\r\n').filter((line) => line.includes(':1:'));
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) {
      expect(await redis.ask('PTTL', key)).toMatch(/^:\d+/);
      const values = await Promise.all(
        [
          ['HGETALL', key],
          ['ZRANGE', key, '0', '-1'],
          ['GET', key],
        ].map((command) => redis.ask(...command)),
      );
      expect(key + values.join()).not.toMatch(/sentinel/i);
    }
  });

  it('are not used if Redis does not say in time that their run has begun', async () => {
    await redis.ask('FLUSHALL');
    const [one, other] = [await openTestRedisForTest(redis), await openTestRedisForTest(redis)];
    let lost = 0;
    const link: Pick<RedisLink, 'run'> = {
      async run(...call) {
        const reply = await one.link.run(...call);
        lost += 1;
        if (lost === 1) throw new RedisUnavailableError();
        return reply;
      },
    };
    await expect(share(one, link).of(PORTAL).begin(REQUEST)).rejects.toThrow(StoreUnavailableError);
    const store = share(other, other.link).of(PORTAL);
    await store.ended('key', 10_000);
    expect(await store.begin(REQUEST)).toMatchObject({
      state: 'started',
      before: undefined,
      interruptedUntil: undefined,
    });
  });

  it('keep an outcome that Redis does not take at first', async () => {
    await redis.ask('FLUSHALL');
    const shared = await openTestRedisForTest(redis);
    const store = share(shared, shared.link).of(PORTAL);
    const begun = await store.begin(REQUEST);
    if (begun.state !== 'started') throw new Error(begun.state);
    redis.freeze();
    try {
      await expect(store.finish('key', begun.fence, SUCCEEDED)).rejects.toThrow(StoreUnavailableError);
      await expect(store.begin(REQUEST)).rejects.toThrow(StoreUnavailableError);
    } finally {
      redis.resume();
    }
    await expect
      .poll(() => store.begin(REQUEST).catch(() => undefined), { timeout: 10_000 })
      .toEqual({ state: 'closed', outcomes: SUCCEEDED.outcomes });
  });

  it('refuse what they did not write', async () => {
    await redis.ask('FLUSHALL');
    const shared = await openTestRedisForTest(redis);
    const store = share(shared, shared.link).of(PORTAL);
    const begun = await store.begin(REQUEST);
    if (begun.state !== 'started') throw new Error(begun.state);
    await store.finish('key', begun.fence, SUCCEEDED);
    const record = shared.names.ofPortal(PORTAL, 'idempotency', 'key');
    for (const text of ['', '{}', '[1]', '[["s",1]]', '[["u","1",null]]', '[["x"]]']) {
      await redis.ask('HSET', record, 'kept', text);
      await expect(store.begin(REQUEST)).rejects.toThrow(StoreUnavailableError);
    }
  });
});
