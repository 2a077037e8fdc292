import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSharedOperating } from '../../../src/state/redis/operating-in-redis.ts';
import type { SharedRedis } from '../../../src/state/redis/open-redis.ts';
import { memorySharedOperating } from '../../support/memory-shared-operating.ts';
import { openTestRedis } from '../../support/open-test-redis.ts';
import { linkAhead } from '../../support/redis-ahead.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { describeSharedOperating } from '../shared-operating.contract.ts';

const PORTAL = 'sentinel.example';

describe.skipIf(findRedis() === undefined)('what replicas share of operating budgets', () => {
  let redis: TestRedis;
  let shared: SharedRedis;
  beforeAll(async () => {
    redis = await startRedis();
    shared = await openTestRedis(redis);
  });
  afterAll(async () => {
    await shared.link.close();
    await redis[Symbol.asyncDispose]();
  });

  describeSharedOperating('in Redis', () => {
    const name = randomUUID();
    let aheadMs = 0;
    const link = linkAhead(shared.link, () => aheadMs);
    return Promise.resolve({
      of: (replica) => openSharedOperating({ ...shared, link, replica }, PORTAL, name),
      advance: (ms) => {
        aheadMs += ms;
      },
    });
  });

  it('shows no names, and has an end', async () => {
    await openSharedOperating(shared, PORTAL, 'sentinel token').sync([
      { method: 'a', report: undefined, verdict: undefined, underWay: 1, probeInMs: 0, free: undefined },
    ]);
    const keys = [...(await redis.ask('KEYS', '*:operating:*')).matchAll(/bitrix24\S+/g)].map(([key]) => key);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toMatch(/sentinel/);
    for (const key of keys) expect(await redis.ask('PTTL', key)).toMatch(/^:\d{6}/);
  });

  it('is not known while Redis is away', async () => {
    const store = openSharedOperating(shared, PORTAL, 'away');
    redis.freeze();
    expect(await store.sync([])).toBeUndefined();
    redis.resume();
    await expect.poll(() => store.sync([])).toBeDefined();
  });
});

describe('the double of it that tests in virtual time use', () => {
  describeSharedOperating('in memory', () => {
    let now = 1_000_000;
    return Promise.resolve({
      of: memorySharedOperating(() => now),
      advance: (ms) => {
        now += ms;
      },
    });
  });
});
