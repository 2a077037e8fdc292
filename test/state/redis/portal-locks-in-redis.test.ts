import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortalLock, PortalLockRequest, PortalLocks } from '../../../src/state/portal-locks.ts';
import { RedisUnavailableError, type RedisLink } from '../../../src/state/redis/link.ts';
import { openPortalLocks } from '../../../src/state/redis/portal-locks-in-redis.ts';
import { openTestRedisForTest } from '../../support/open-test-redis.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';

const ADD: PortalLockRequest = { keys: ['title sales'], isAdd: true, forMs: 60_000, waitMs: 0 };

describe.skipIf(findRedis() === undefined)('locks in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());
  beforeEach(async () => {
    await redis.ask('FLUSHALL');
  });

  async function open(portal = 'portal.example.com'): Promise<PortalLocks> {
    return openPortalLocks(await openTestRedisForTest(redis), portal);
  }

  /**
   * Locks over a link that gives up its first command, the taking of them. Redis runs it all the same, and runs the command
   * after it, which gives them back, only after the one that follows.
   */
  async function openBehindSlowLink(): Promise<PortalLocks> {
    const shared = await openTestRedisForTest(redis);
    let started = 0;
    let endThird: () => void = () => undefined;
    const third = new Promise<void>((resolve) => {
      endThird = resolve;
    });
    const run: RedisLink['run'] = async (...command) => {
      started += 1;
      const place = started;
      if (place === 2) await third;
      const reply = await shared.link.run(...command);
      if (place === 1) throw new RedisUnavailableError();
      if (place === 3) endThird();
      return reply;
    };
    return openPortalLocks({ ...shared, link: { ...shared.link, run } }, 'portal.example.com');
  }

  async function taken(locks: PortalLocks, changes: Partial<PortalLockRequest> = {}): Promise<PortalLock> {
    const lock = await locks.acquire({ ...ADD, ...changes });
    if ('refused' in lock) throw new Error(lock.refused);
    return lock;
  }

  it('have one holder for each key, on each portal', async () => {
    const [one, other, elsewhere] = [await open(), await open(), await open('other.example.com')];
    const lock = await taken(one, { keys: ['title sales', 'line 1'] });
    expect(await other.acquire(ADD)).toMatchObject({ refused: 'held' });
    expect(await other.acquire({ ...ADD, keys: ['line 2', 'line 1'] })).toMatchObject({ refused: 'held' });
    await taken(other, { keys: ['line 2'] });
    await taken(elsewhere);
    const waiting = taken(other, { waitMs: 10_000 });
    lock.release(0n);
    await waiting;
  });

  it('hand the highest id on with the lock, and never a lower one', async () => {
    const [one, other] = [await open(), await open()];
    (await taken(one)).release(4_294_967_295n);
    const next = await taken(other, { waitMs: 5_000 });
    expect(next.highestId).toBe(4_294_967_295n);
    next.release(7n);
    expect((await taken(one, { waitMs: 5_000 })).highestId).toBe(4_294_967_295n);
  });

  it('outlive a holder that dies, for as long as its write may be running, and no longer', async () => {
    const [dead, other] = [await open(), await open()];
    await taken(dead, { forMs: 700 });
    const refused = await other.acquire(ADD);
    expect(refused).toMatchObject({ refused: 'held' });
    expect('freeInMs' in refused && refused.freeInMs).toBeGreaterThan(0);
    await taken(other, { waitMs: 5_000 });
  });

  it('are not waited for in vain where a write may still be running', async () => {
    const [one, other] = [await open(), await open()];
    (await taken(one)).linger(30_000);
    await expect
      .poll(() => other.acquire({ ...ADD, waitMs: 10_000 }), { timeout: 9_000 })
      .toMatchObject({ refused: 'held' });
    // The one who holds it finds the line after all.
    const [third] = [await taken(one, { keys: ['title other'] })];
    third.linger(200);
    await taken(other, { keys: ['title other'], waitMs: 5_000 });
  });

  it('of one who has lost them are not touched by him', async () => {
    const [one, other] = [await open(), await open()];
    const lost = await taken(one, { forMs: 200 });
    await taken(other, { waitMs: 5_000 });
    lost.release(0n);
    lost.linger(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await one.acquire(ADD)).toMatchObject({ refused: 'held' });
  });

  it('tell which records were changed, except those that adds have returned', async () => {
    const [one, other, elsewhere] = [await open(), await open(), await open('other.example.com')];
    const lock = await taken(one);
    await taken(other, { keys: ['line 3'], isAdd: false, changes: 3n });
    await taken(other, { keys: ['line 7'], isAdd: false, changes: 7n });
    (await taken(other, { keys: ['title support'] })).release(8n, [8n]);
    await taken(other, { keys: ['line 8'], isAdd: false, changes: 8n });
    await taken(elsewhere, { keys: ['line 9'], isAdd: false, changes: 9n });
    await taken(other, { keys: ['line 5'], isAdd: false, changes: 5n, forMs: 1 });
    // That of line 5 is known for a millisecond.
    await expect.poll(() => lock.changedAbove(3n, 5_000)).toEqual([7n]);
  });

  it('tell long after that which records may have been changed since then', async () => {
    const [one, other] = [await open(), await open()];
    expect(await one.changedWithin(1_000)).toEqual([]);
    (await taken(other, { keys: ['title support'] })).release(8n, [8n]);
    for (const id of [7n, 8n]) {
      const changes = { keys: [`line ${id}`], isAdd: false, changes: id, forMs: 1 };
      (await taken(other, changes)).release(0n);
    }
    const changedAt = Date.now();
    await expect.poll(() => one.changedWithin(5)).toEqual([]);
    expect(await one.changedWithin(Date.now() - changedAt + 1_000)).toEqual([7n, 8n]);
    redis.freeze();
    expect(await one.changedWithin(1_000)).toBeUndefined();
    redis.resume();
  });

  it('learn of changes that were made while Redis did not respond', async () => {
    const [one, other] = [await open(), await open()];
    redis.freeze();
    const going = [7n, 8n, 9n].map((id) =>
      other.acquire({ keys: [`line ${id}`], isAdd: false, changes: id, forMs: 1, waitMs: 0 }),
    );
    for (const each of await Promise.all(going)) expect(each).toMatchObject({ refused: 'unavailable' });
    redis.resume();
    await expect
      .poll(() => one.changedWithin(60_000), { timeout: 10_000 })
      .toEqual(expect.arrayContaining([7n, 8n, 9n]));
  });

  it('tell it later, or not at all, where Redis does not respond now', async () => {
    const [one, other] = [await open(), await open()];
    const lock = await taken(one);
    redis.freeze();
    const unconfirmed = other.acquire({ ...ADD, keys: ['line 7'], isAdd: false, changes: 7n });
    expect(await lock.changedAbove(3n, 0)).toBeUndefined();
    expect(await unconfirmed).toMatchObject({ refused: 'unavailable' });
    const asked = lock.changedAbove(3n, 20_000);
    redis.resume();
    expect([[], [7n]]).toContainEqual(await asked);
    await expect.poll(() => lock.changedAbove(3n, 20_000), { timeout: 10_000 }).toEqual([7n]);
  });

  it('that an earlier attempt gives back late stay with the later attempt', async () => {
    const [slow, other] = [await openBehindSlowLink(), await open()];
    await taken(slow, { waitMs: 10_000 });
    expect(await other.acquire(ADD)).toMatchObject({ refused: 'held' });
  });

  it.each([
    ['a lock', 'lock', 'title sales'],
    ['the highest id', 'highest-id', undefined],
  ])(
    'are not taken, nor asked for in a hurry, where something else is kept for %s',
    async (_what, kind, name) => {
      const shared = await openTestRedisForTest(redis);
      await redis.ask('RPUSH', shared.names.ofPortal('portal.example.com', kind, name), 'foreign');
      let started = 0;
      const run: RedisLink['run'] = (...command) => {
        started += 1;
        return shared.link.run(...command);
      };
      const locks = openPortalLocks({ ...shared, link: { ...shared.link, run } }, 'portal.example.com');
      expect(await locks.acquire({ ...ADD, forMs: 600, waitMs: 600 })).toMatchObject({
        refused: 'unavailable',
      });
      expect(started).toBeLessThan(20);
    },
  );

  it('are not taken where the highest id is none', async () => {
    const shared = await openTestRedisForTest(redis);
    await redis.ask('SET', shared.names.ofPortal('portal.example.com', 'highest-id'), 'foreign');
    const locks = openPortalLocks(shared, 'portal.example.com');
    expect(await locks.acquire({ ...ADD, waitMs: 100 })).toMatchObject({ refused: 'unavailable' });
    expect(
      await redis.ask('EXISTS', shared.names.ofPortal('portal.example.com', 'lock', 'title sales')),
    ).toBe(':0\r\n');
  });

  it('are given back later where Redis does not respond now', async () => {
    const [one, other] = [await open(), await open()];
    const lock = await taken(one);
    redis.freeze();
    lock.release(12n);
    await new Promise((resolve) => setTimeout(resolve, 400));
    redis.resume();
    const next = await taken(other, { waitMs: 20_000 });
    expect(next.highestId).toBe(12n);
  });
});
