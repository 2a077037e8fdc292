import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSharedCounts } from '../../../src/state/redis/counts-in-redis.ts';
import type { SharedRedis } from '../../../src/state/redis/open-redis.ts';
import { shareRefusedTokens } from '../../../src/state/redis/refused-tokens-in-redis.ts';
import { createRefusedTokens } from '../../../src/state/refused-tokens.ts';
import { memorySharedCounts } from '../../support/memory-shared-counts.ts';
import { openTestRedis } from '../../support/open-test-redis.ts';
import { linkAhead } from '../../support/redis-ahead.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { describeRefusedTokens } from '../refused-tokens.contract.ts';
import { describeSharedCounts } from '../shared-counts.contract.ts';

const WINDOW_MS = 3_600_000;

describe.skipIf(findRedis() === undefined)('what replicas share of callers', () => {
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
  const keysOf = async (kind: string) =>
    [...(await redis.ask('KEYS', `*${kind}*`)).matchAll(/bitrix24\S+/g)].map(([key]) => key);

  describeSharedCounts('in Redis', () => {
    let aheadMs = 0;
    const kind = randomUUID();
    const link = linkAhead(shared.link, () => aheadMs);
    const open = () => openSharedCounts({ ...shared, link }, kind, WINDOW_MS);
    return Promise.resolve({
      one: open(),
      other: open(),
      endWindow: () => {
        aheadMs += WINDOW_MS;
      },
    });
  });

  describeRefusedTokens('in Redis', async () => {
    await redis.ask('FLUSHALL');
    let now = 0;
    const own = createRefusedTokens(() => now);
    return {
      tokens: shareRefusedTokens(shared, own),
      async advance(ms) {
        now += ms;
        await expect.poll(() => keysOf('refused-token')).toHaveLength(1);
        for (const key of await keysOf('refused-token')) {
          const left = Number(/:(\d+)/.exec(await redis.ask('PTTL', key))?.[1]) - ms;
          await redis.ask('PEXPIRE', key, String(Math.max(0, left)));
        }
      },
    };
  });

  it('holds for all replicas, shows no names, and has an end', async () => {
    const [one, other] = [1, 2].map(() =>
      shareRefusedTokens(
        shared,
        createRefusedTokens(() => 0),
      ),
    );
    one?.add('sentinel.example', 'sentinel token');
    await expect.poll(() => other?.has('sentinel.example', 'sentinel token')).toBe(true);
    await openSharedCounts(shared, 'operations', 60_000).add(new Map([['key sentinel', 3]]));
    const keys = [...(await keysOf('refused-token')), ...(await keysOf('counts:operations'))];
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(await redis.ask('PTTL', key)).toMatch(/^:\d{5,6}\r/);
    expect(keys.join() + (await redis.ask('HGETALL', keys[1] ?? ''))).not.toMatch(/sentinel/);
  });

  it('is what each replica knows while Redis is away', async () => {
    const tokens = shareRefusedTokens(
      shared,
      createRefusedTokens(() => 0),
    );
    tokens.add('one.example', 'away');
    redis.freeze();
    expect(await tokens.has('one.example', 'away')).toBe(true);
    expect(await openSharedCounts(shared, 'away', 60_000).add(new Map([['a', 1]]))).toBeUndefined();
    redis.resume();
    await expect.poll(() => shared.link.server()).toBeDefined();
  });
});

describeRefusedTokens('in memory', () => {
  let now = 0;
  const advance = (ms: number) => {
    now += ms;
    return Promise.resolve();
  };
  return Promise.resolve({ tokens: createRefusedTokens(() => now), advance });
});

describeSharedCounts('in the double that tests in virtual time use', () => {
  let now = 0;
  const counts = memorySharedCounts(() => now, WINDOW_MS);
  return Promise.resolve({ one: counts, other: counts, endWindow: () => (now += WINDOW_MS) });
});
