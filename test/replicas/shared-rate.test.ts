import { afterAll, beforeAll, describe, it } from 'vitest';
import type { GraphQLAnswer, TestGateway } from '../support/gateway.ts';
import { valuesOf, MEASURED } from '../support/metrics.ts';
import { sampled } from '../support/random-runs.ts';
import { findRedis } from '../support/redis.ts';
import { startReplicas, type Replicas } from '../support/replicas.ts';

const codeOf = ({ errors }: GraphQLAnswer) => errors?.[0]?.extensions['code'] ?? 'OK';
/** How Redis goes away. */
const WAYS = sampled(['kill', 'freeze'] as const, 1);

const LIMITS = { rate: { burst: 30, perSecond: 4 } } as const;

/** Requests that a stalled machine may send closer together than planned. Without a shared limit, dozens are refused. */
const STALLED = 2;

/** Reads that share no call with each other. */
const reads = (gateway: TestGateway, count: number) =>
  Array.from({ length: count }, (_, index) =>
    gateway.query(`{ sipLine(configId: "${String(index + 1)}") { title } }`),
  );

const refusals = ({ emulator }: Replicas) =>
  emulator.portal.journal.entries().filter(({ errorCode }) => errorCode === 'QUERY_LIMIT_EXCEEDED');

/** Scripts that Redis has run so far. */
async function scriptsOf({ redis }: Replicas): Promise<number> {
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.ask('INFO', 'commandstats'))?.[1] ?? 0);
}

// They mostly wait, and share nothing.
describe.skipIf(findRedis() === undefined)('the rate limit of two replicas', { concurrent: true }, () => {
  const started: Replicas[] = [];
  const next = () => {
    const replicas = started.pop();
    if (!replicas) throw new Error('more tests than replicas');
    return replicas;
  };
  // Not by the tests: one that starts theirs would hold up the others.
  beforeAll(async () => {
    while (started.length < 1 + WAYS.length)
      started.push(
        await startReplicas({
          emulator: { limits: LIMITS, latency: 'realistic' },
          environment: { BITRIX24_RATE_LIMIT: '30/4', ...MEASURED },
        }),
      );
  });

  // Those of tests that did not run.
  afterAll(async () => {
    for (const replicas of started) await replicas[Symbol.asyncDispose]();
  });

  it('is never overrun, neither of them starves, and Redis has little to do', async ({ expect }) => {
    await using replicas = next();
    const [one, two] = replicas.gateways;
    const startedAt = performance.now();
    const scripts = await scriptsOf(replicas);
    const answers = await Promise.all([...reads(one, 100), ...reads(two, 100)]);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['OK']));
    const requests = await Promise.all(
      [one, two].map(async ({ app }) => (await valuesOf(app, 'gateway_batch_commands_count'))[''] ?? 0),
    );
    const total = requests.reduce((sum, each) => sum + each, 0);
    for (const each of requests) expect(each).toBeGreaterThan(total / 8);
    const seconds = (performance.now() - startedAt) / 1_000;
    // One or two for each request while the bucket is full, and two a second: the probe, and the operating budget.
    expect((await scriptsOf(replicas)) - scripts).toBeLessThan(2 * total + 2 * (10 + 3 * seconds));
    const whileIdle = async () => {
      const before = await scriptsOf(replicas);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return (await scriptsOf(replicas)) - before;
    };
    await expect.poll(whileIdle).toBeLessThanOrEqual(2 * 3);
    expect(refusals(replicas).length).toBeLessThanOrEqual(STALLED);
  }, 60_000);

  it.for(WAYS)(
    'is not overrun while Redis is away either (%s), nor when it is back',
    async (how, { expect }) => {
      await using replicas = next();
      const { gateways, redis } = replicas;
      const all = () => Promise.all(gateways.flatMap((gateway) => reads(gateway, 30)));
      expect(new Set((await all()).map(codeOf))).toEqual(new Set(['OK']));
      if (how === 'kill') await redis.kill();
      else redis.freeze();
      expect(new Set((await all()).map(codeOf))).toEqual(new Set(['OK']));
      if (how === 'kill') await redis.restart();
      else redis.resume();
      for (const { app } of gateways)
        await expect.poll(() => valuesOf(app, 'gateway_redis_up'), { timeout: 10_000 }).toEqual({ '': 1 });
      expect(new Set((await all()).map(codeOf))).toEqual(new Set(['OK']));
      expect(refusals(replicas).length).toBeLessThanOrEqual(STALLED);
    },
  );
});
