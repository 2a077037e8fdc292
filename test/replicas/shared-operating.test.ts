import { describe, expect, it } from 'vitest';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { findRedis } from '../support/redis.ts';
import { startReplicas } from '../support/replicas.ts';

const METHOD = 'voximplant.sip.get';
const LINES = '{ sipLines { totalCount } }';
const codeOf = ({ errors }: GraphQLAnswer) => errors?.[0]?.extensions['code'] ?? 'OK';

describe.skipIf(findRedis() === undefined)('a method that the portal refuses to one replica', () => {
  it('is not asked for by the other, until Redis is away and it must find out for itself', async () => {
    await using replicas = await startReplicas();
    const { gateways, emulator, redis } = replicas;
    const [one, two] = gateways;
    emulator.portal.faults.inject({
      kind: 'error',
      on: METHOD,
      status: 429,
      code: 'OPERATION_TIME_LIMIT',
      times: Infinity,
    });
    const asked = () => emulator.portal.journal.entries(METHOD).length;
    expect(codeOf(await one.query(LINES))).toBe('RATE_LIMITED');
    expect(asked()).toBe(1);
    // The verdict is told behind the response.
    const [key = ''] = /bitrix24\S+:operating:\S+/.exec(await redis.ask('KEYS', '*:operating:*')) ?? [];
    await expect.poll(() => redis.ask('HKEYS', key)).toContain(`v:${METHOD}`);
    const [error] = (await two.query(LINES)).errors ?? [];
    expect(error?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(error?.extensions['retryAfterMs']).toBeGreaterThan(20_000);
    expect(asked()).toBe(1);
    const { sipConnector } = (await two.query('{ sipConnector { freeMinutes } }')).data ?? {};
    expect(sipConnector).toMatchObject({ freeMinutes: expect.any(Number) as number });

    await redis.kill();
    const third = await two.query('{ sipLine(configId: "1") { title } }');
    expect(codeOf(third)).toBe('RATE_LIMITED');
    emulator.portal.faults.clear();
    await redis.restart();
    // One probe of either replica shows all of them that the portal runs it again.
    await expect.poll(async () => codeOf(await one.query(LINES))).toBe('OK');
    await expect.poll(async () => codeOf(await two.query(LINES))).toBe('OK');
  });
});
