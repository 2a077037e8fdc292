import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RedisUnavailableError } from '../../../src/state/redis/link.ts';
import type { SharedRedis } from '../../../src/state/redis/open-redis.ts';
import { defineScript } from '../../../src/state/redis/script.ts';
import { linkTestRedis, openTestRedisForTest } from '../../support/open-test-redis.ts';
import {
  findRedis,
  startRedis,
  startRedisWithTls,
  startSentinel,
  type TestRedis,
} from '../../support/redis.ts';
import { steppedClock } from '../../support/stepped-clock.ts';

const ADD = defineScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000)
return {redis.call('GET', KEYS[1]), tostring(now)}
`);

function open(...redis: Parameters<typeof linkTestRedis>): SharedRedis {
  const shared = linkTestRedis(...redis);
  onTestFinished(() => shared.link.close());
  return shared;
}

const isUp = ({ link }: SharedRedis) => link.server() !== undefined;

describe.skipIf(findRedis() === undefined)('the link to Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  it('runs scripts, also ones that Redis has forgotten', async () => {
    const { link, names } = await openTestRedisForTest(redis);
    const key = names.ofPortal('portal', 'test');
    const [value, now] = (await link.run(ADD, [key], ['one'])) as string[];
    expect(value).toBe('one');
    expect(Math.abs(Number(now) - Date.now())).toBeLessThan(5_000);
    await redis.ask('SCRIPT', 'FLUSH');
    expect(await link.run(ADD, [key], [2])).toContain('2');
  });

  it('does not start a forgotten script after it has given up waiting for it', async () => {
    const { link, names } = open(redis);
    await expect.poll(() => link.server()).toBeDefined();
    const keys = [names.ofPortal('portal', 'late'), names.ofPortal('portal', 'next')] as const;
    await redis.ask('SCRIPT', 'FLUSH');
    redis.freeze();
    await expect(link.run(ADD, [keys[0]], ['x'])).rejects.toThrow(RedisUnavailableError);
    redis.resume();
    // Redis has replied to the first one before it runs this one.
    await expect.poll(() => link.run(ADD, [keys[1]], ['y']).catch(() => undefined)).toBeDefined();
    expect(await redis.ask('EXISTS', keys[0])).toBe(':0\r\n');
  });

  it('counts the replicas, until they leave', async () => {
    const [one, other] = [open(redis), open(redis)];
    await other.link.probed;
    await expect.poll(() => one.link.server()?.replicas, { timeout: 10_000 }).toBe(2);
    await other.link.close();
    await expect.poll(() => one.link.server()?.replicas, { timeout: 10_000 }).toBe(1);
  });

  /** A replica that is on the list of replicas, and for which time passes only when a test says so. */
  async function openListed() {
    const clock = steppedClock();
    const leaving = open(redis, { clock });
    await leaving.link.probed;
    const listed = () => redis.ask('ZRANGE', leaving.names.shared('replicas'), '0', '-1');
    expect(await listed()).toContain(leaving.replica);
    return { clock, leaving, listed };
  }

  it('stays out of the list of replicas once it has left, although it was about to probe', async () => {
    const { clock, leaving, listed } = await openListed();
    const left = leaving.link.close();
    // The time for the next probe comes before Redis has replied.
    clock.advance(1_000);
    await left;
    expect(await listed()).not.toContain(leaving.replica);
  });

  it('leaves although Redis runs its last probe only after that', async () => {
    const { clock, leaving, listed } = await openListed();
    redis.freeze();
    // The next probe is sent, and given up, and so is the farewell.
    clock.advance(1_000);
    let isClosed = false;
    void leaving.link.close().then(() => (isClosed = true));
    await expect
      .poll(() => {
        clock.advance(250);
        return isClosed;
      })
      .toBe(true);
    redis.resume();
    await expect.poll(listed).not.toContain(leaving.replica);
  });

  it('does not take a process that stands still while it starts for a Redis that is away', async () => {
    const clock = steppedClock();
    redis.freeze();
    const { link } = open(redis, { clock });
    const changes: boolean[] = [];
    link.subscribe((isUp) => changes.push(isUp));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    clock.advance(30_000);
    await turn();
    redis.resume();
    await link.probed;
    expect(changes).toEqual([true]);
  });

  it('gives nothing away, and everything an end', async () => {
    const { link, names } = await openTestRedisForTest(redis);
    await link.run(ADD, [names.ofPortal('sentinel.example', 'lock', 'Sentinel title')], ['x']);
    const keys = (await redis.ask('KEYS', '*')).split('\r\n').filter((line) => line.includes(':1:'));
    expect(keys.join()).not.toMatch(/sentinel/i);
    expect(keys.length).toBeGreaterThan(1);
    for (const key of keys) expect(await redis.ask('PTTL', key)).toMatch(/^:\d+/);
  });

  it('says at once that Redis is gone, and heals by itself', async () => {
    const shared = open(redis);
    const changes: boolean[] = [];
    shared.link.subscribe((up) => changes.push(up));
    await shared.link.probed;
    const before = shared.link.server();
    await redis.kill();
    await expect.poll(() => isUp(shared), { timeout: 10_000 }).toBe(false);
    await expect(shared.link.run(ADD, ['key'], ['x'])).rejects.toThrow(RedisUnavailableError);
    await redis.restart();
    await expect.poll(() => isUp(shared), { timeout: 10_000 }).toBe(true);
    expect(shared.link.server()?.runId).not.toBe(before?.runId);
    expect(shared.link.server()?.remembersMs).toBeLessThan(10_000);
    expect(changes).toEqual([true, false, true]);
  });

  it('waits for a Redis that hangs for a moment only', async () => {
    const shared = open(redis);
    await shared.link.probed;
    const { runId } = shared.link.server() ?? {};
    redis.freeze();
    try {
      await expect(shared.link.run(ADD, ['key'], ['x'])).rejects.toThrow(RedisUnavailableError);
      await expect.poll(() => isUp(shared), { timeout: 10_000 }).toBe(false);
      // Replaces its connection after five seconds, because nothing shows that the other end is still there.
      await new Promise((resolve) => setTimeout(resolve, 5_500));
    } finally {
      redis.resume();
    }
    await expect.poll(() => isUp(shared), { timeout: 10_000 }).toBe(true);
    expect(shared.link.server()?.runId).toBe(runId);
  }, 30_000);

  it('takes a server that cannot write for none', async () => {
    const shared = open(redis);
    const problems: string[] = [];
    shared.link.subscribe((up, problem) => problems.push(up ? 'up' : problem));
    await shared.link.probed;
    await redis.ask('REPLICAOF', '127.0.0.1', '1');
    await expect.poll(() => problems, { timeout: 10_000 }).toEqual(['up', 'READONLY']);
    await redis.ask('REPLICAOF', 'NO', 'ONE');
    await expect.poll(() => isUp(shared), { timeout: 10_000 }).toBe(true);
  });
});

describe.skipIf(findRedis() === undefined)('Sentinel', () => {
  it('names the primary, also after a failover', async () => {
    await using primary = await startRedis();
    await using replica = await startRedis({ arguments: ['--replicaof', '127.0.0.1', String(primary.port)] });
    await using sentinel = await startSentinel(primary, 'telephony');
    await expect
      .poll(() => sentinel.ask('SENTINEL', 'REPLICAS', 'telephony'), { timeout: 20_000, interval: 200 })
      .toContain(String(replica.port));
    const shared = open({
      ...sentinel,
      url: `redis+sentinel://127.0.0.1:${String(sentinel.port)}/telephony`,
    });
    await expect.poll(() => isUp(shared), { timeout: 20_000 }).toBe(true);
    const key = shared.names.ofPortal('portal', 'test');
    expect(await shared.link.run(ADD, [key], ['one'])).toContain('one');
    const { runId } = shared.link.server() ?? {};
    await primary.kill();
    await expect.poll(() => shared.link.server()?.runId ?? runId, { timeout: 40_000 }).not.toBe(runId);
    expect(await shared.link.run(ADD, [key], ['two'])).toContain('two');
  }, 90_000);
});

describe.skipIf(findRedis() === undefined)('a Redis with TLS', () => {
  it('is refused with a certificate that nobody vouches for', async () => {
    await using redis = await startRedisWithTls();
    const shared = open({ ...redis, url: redis.tlsUrl });
    const problems: string[] = [];
    shared.link.subscribe((_up, problem) => problems.push(problem));
    await shared.link.probed;
    expect(problems).toEqual(['DEPTH_ZERO_SELF_SIGNED_CERT']);
  });
});

describe.skipIf(findRedis() === undefined)('a Redis with a password', () => {
  it('is used with it, and reported without', async () => {
    await using redis = await startRedis({ arguments: ['--requirepass', 'sentinel-password'] });
    const withPassword = (password: string) => ({
      ...redis,
      url: redis.url.replace('//', `//:${password}@`),
    });
    const shared = open(withPassword('sentinel-password'));
    await shared.link.probed;
    expect(isUp(shared)).toBe(true);
    const refused = open(withPassword('another-password'));
    const problems: string[] = [];
    refused.link.subscribe((_up, problem) => problems.push(problem));
    await refused.link.probed;
    expect(isUp(refused)).toBe(false);
    expect(problems).toEqual(['WRONGPASS']);
  });
});
