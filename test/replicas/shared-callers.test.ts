import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { findRedis, startRedis } from '../support/redis.ts';
import { startReplicas } from '../support/replicas.ts';

const LINES = '{ sipLines { totalCount } }';
const PER_MINUTE = 40;

describe.skipIf(findRedis() === undefined)('two replicas', () => {
  it('count the requests of a caller together', async () => {
    await using replicas = await startReplicas({
      environment: { GATEWAY_REQUESTS_PER_MINUTE: String(PER_MINUTE) },
    });
    const [one, two] = replicas.gateways;
    const send = async (gateway: TestGateway) => (await gateway.query('{ __typename }')).status;

    /** Whether the second replica refuses before it has seen as many requests itself. */
    async function refusesForBoth(): Promise<boolean> {
      for (let request = 0; request < PER_MINUTE; request += 1) await send(one);
      await expect.poll(() => send(one)).toBe(429);
      for (let request = 0; request < PER_MINUTE / 2; request += 1) {
        if ((await send(two)) === 429) return true;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      return false;
    }

    // A minute of Redis's clock may end meanwhile, but not twice.
    expect((await refusesForBoth()) || (await refusesForBoth())).toBe(true);
  });

  it('refuse a token that the portal refused to one of them, without asking it again', async () => {
    await using redis = await startRedis();
    await using one = await startGateway({ asApplication: {}, redis });
    const { host } = new URL(one.emulator.origin);
    await using two = await startGateway({
      redis,
      webhookUrl: () => '',
      environment: { BITRIX24_PASSTHROUGH_PORTALS: host },
    });
    const ask = (gateway: TestGateway) =>
      gateway.send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-bitrix24-portal': host,
          'x-bitrix24-token': 'sentinel-made-up-token',
        },
        body: JSON.stringify({ query: LINES }),
      });
    const code = (await ask(one)).errors?.[0]?.extensions['code'];
    const asked = one.emulator.portal.journal.entries().length;
    expect([code, asked]).toEqual(['UNAUTHENTICATED', 1]);
    await expect.poll(async () => (await ask(two)).status).toBe(401);
    expect(two.log()).toContain('"reason":"token-refused"');
    // Redis may have learned of it only while the other replica asked for the first time.
    expect(one.emulator.portal.journal.entries().length).toBeLessThanOrEqual(2);
    expect(await redis.ask('KEYS', '*')).not.toContain('sentinel');
  });
});
