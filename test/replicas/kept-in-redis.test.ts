import { createHash } from 'node:crypto';
import { expect, describe, it } from 'vitest';
import { startApplication } from '../support/application.ts';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { codeOf, KEYED } from '../support/keyed-operations.ts';
import { NEW_LINE } from '../support/operations.ts';
import { findRedis, startRedis, type TestRedis } from '../support/redis.ts';

const apiKeys = (more: object = {}) =>
  JSON.stringify([
    {
      name: 'sentinelcaller',
      sha256: createHash('sha256').update('tg_sentinelkey').digest('hex'),
      scopes: ['telephony:read', 'telephony:write', 'telephony:call', 'telephony:secrets'],
      ...more,
    },
  ]);
const SENTINEL_LINE = {
  ...NEW_LINE,
  title: 'Sentinel title',
  server: 'sentinel.example',
  login: 'sentinellogin',
};

const READS: Readonly<Record<string, readonly string[]>> = {
  string: ['GET'],
  hash: ['HGETALL'],
  zset: ['ZRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  list: ['LRANGE', '0', '-1'],
};

/** Each key with its value, as Redis writes both, and the time that it has left. */
async function everythingIn(redis: TestRedis) {
  const keys = (await redis.ask('KEYS', '*')).split('\r\n').filter((line) => line.includes(':1:'));
  return Promise.all(
    keys.map(async (key) => {
      const type = (await redis.ask('TYPE', key)).slice(1).trim();
      const [command = 'DUMP', ...more] = READS[type] ?? [];
      return { key, value: await redis.ask(command, key, ...more), left: await redis.ask('PTTL', key) };
    }),
  );
}

const send = (
  gateway: TestGateway,
  query: string,
  variables: object,
  headers: Readonly<Record<string, string>>,
) =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer tg_sentinelkey', ...headers },
    body: JSON.stringify({ query, variables: { key: 'sentinelidempotency', ...variables } }),
  });

describe.skipIf(findRedis() === undefined)('Redis, after replicas have used all that they share,', () => {
  it('holds no secret, no value of a caller, no name in clear, and nothing without an end', async () => {
    await using redis = await startRedis();
    const shared = { GATEWAY_API_KEYS: apiKeys(), GATEWAY_REQUESTS_PER_MINUTE: '20' };
    const limited = { ...shared, BITRIX24_RATE_LIMIT: '50/20' };
    await using application = await startApplication({
      redis,
      environment: { ...limited, GATEWAY_API_KEYS: apiKeys({ portals: '*' }) },
    });
    await application.install();
    application.portal.portal.expireAccessTokens();
    await using byWebhook = await startGateway({
      redis,
      environment: { ...limited, GATEWAY_TOKEN_KEY: '5e'.repeat(32) },
      emulator: { usersByWebhook: true },
    });
    const { host } = new URL(byWebhook.emulator.origin);
    await using passing = await startGateway({
      redis,
      webhookUrl: () => '',
      environment: {
        ...limited,
        GATEWAY_TOKEN_KEY: '5e'.repeat(32),
        BITRIX24_PASSTHROUGH_PORTALS: host,
      },
    });
    byWebhook.emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });

    const codes: unknown[] = [];
    const note = (answer: GraphQLAnswer) => {
      codes.push(codeOf(answer));
      return answer;
    };
    for (const gateway of [byWebhook, application.gateway]) {
      const added = note(await send(gateway, KEYED.addSipLine, { input: SENTINEL_LINE }, {}));
      const { configId } = added.data?.['addSipLine'] as { configId: string };
      const input = { login: 'sentinelchanged', password: 'sentinel-password-4712' };
      note(await send(gateway, KEYED.updateSipLine, { configId, input }, {}));
      note(await send(gateway, KEYED.deleteSipLine, { configId }, {}));
    }
    const call = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Sentinel text' };
    note(await send(byWebhook, KEYED.startCallback, { input: call }, {}));
    expect(codes).toEqual(Array.from({ length: 7 }, () => 'OK'));
    const token = { 'x-bitrix24-portal': host, 'x-bitrix24-token': 'sentinel-made-up-token' };
    expect(codeOf(await send(passing, '{ sipLines { totalCount } }', {}, token))).toBe('UNAUTHENTICATED');
    const kinds = async () =>
      new Set((await everythingIn(redis)).map(({ key }) => /\}:([a-z-]+)/.exec(key)?.[1]));
    // Counts, budgets and refused tokens are told behind the responses.
    for (const kind of ['counts', 'operating', 'refused-token', 'idempotency', 'installations', 'rate'])
      await expect.poll(kinds).toContain(kind);

    const kept = await everythingIn(redis);
    const secrets = [
      /sentinel/i,
      /79061234567/,
      /5e5e5e5e/,
      /emulatedsecret|emulatorwebhook/,
      // Not shorter: what is encrypted may contain `tg_` by chance.
      /tg_sen/,
      /127\.0\.0\.1/,
      /localhost/,
    ];
    for (const { key, value, left } of kept) {
      for (const secret of secrets) expect(`${key} ${value}`).not.toMatch(secret);
      expect([key, left]).toEqual([key, expect.stringMatching(/^:[1-9]/)]);
    }
  });
});
