import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import {
  StoreError,
  StoreUnavailableError,
  type InstallationStore,
} from '../../../src/state/installations.ts';
import { openInstallationsInRedis } from '../../../src/state/redis/installations-in-redis.ts';
import { openTestRedisForTest } from '../../support/open-test-redis.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { installation, revealed, storesInstallations } from '../installation-store.contract.ts';

describe.skipIf(findRedis() === undefined)('tokens in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());
  beforeEach(async () => {
    await redis.ask('FLUSHALL');
  });

  async function open(key = '0f'.repeat(32)): Promise<InstallationStore> {
    return openInstallationsInRedis(await openTestRedisForTest(redis, key), new Secret(key));
  }

  storesInstallations(open);

  it('show nothing, and have an end', async () => {
    const store = await open();
    await store.withLock('sentinel1', () =>
      store.replace('sentinel1', undefined, installation({ memberId: 'sentinel1' })),
    );
    const keys = (await redis.ask('KEYS', '*installations*'))
      .split('\r\n')
      .filter((line) => line.includes(':1:'));
    expect(keys).toHaveLength(1);
    const text = await redis.ask('HGETALL', keys[0] ?? '');
    expect(text.length).toBeGreaterThan(200);
    expect(text).not.toMatch(/sentinel|portal\.example/);
    expect(await redis.ask('PTTL', keys[0] ?? '')).toMatch(/^:\d{9,}/);
  });

  it('are refused with another key, and stay as they are', async () => {
    const store = await open();
    await store.replace('a1', undefined, installation());
    const other = await open('aa'.repeat(32));
    await expect(other.all()).rejects.toThrow(/another GATEWAY_TOKEN_KEY/);
    await expect(other.replace('a1', undefined, installation())).rejects.toThrow(StoreError);
    expect(await store.all()).toHaveLength(1);
  });

  it('can still be read while Redis is away, by those who have read them, but not be changed', async () => {
    const store = await open();
    await store.replace('a1', undefined, installation());
    await store.all();
    const newcomer = await open();
    await redis.kill();
    expect(revealed(await store.find('a1'))).toEqual(revealed(installation()));
    await expect(newcomer.all()).rejects.toThrow(StoreUnavailableError);
    await expect(store.replace('a1', installation(), undefined)).rejects.toThrow(StoreUnavailableError);
    await expect(store.withLock('a1', () => Promise.resolve())).rejects.toThrow(StoreUnavailableError);
    await redis.restart();
    await expect.poll(() => newcomer.all().catch(() => []), { timeout: 10_000 }).toEqual([]);
  });

  it('are put back if Redis has forgotten them, without undoing what has changed since', async () => {
    const [one, two] = [await open(), await open()];
    const b2 = installation({ memberId: 'b2' });
    await one.replace('a1', undefined, installation());
    await one.replace('b2', undefined, b2);
    await two.all();
    await one.replace('b2', b2, { ...b2, expiresAt: 5 });
    await one.all();
    await redis.ask('FLUSHALL');
    const later = await open();
    const c3 = installation({ memberId: 'c3' });
    expect(await later.replace('c3', undefined, c3)).toBe(true);
    // The one with the older knowledge is first, and takes nothing from the other.
    for (const store of [two, one, later])
      expect((await store.all()).map(({ memberId }) => memberId).sort()).toContain('c3');
    const all = await later.all();
    expect(all.map(({ memberId }) => memberId).sort()).toEqual(['a1', 'b2', 'c3']);
  });
});
