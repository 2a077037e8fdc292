import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';

const LINES = '{ sipLines { nodes { title } } }';

let gateway: TestGateway;
afterEach(() => gateway.close());

const ask = (headers: Record<string, string>): Promise<GraphQLAnswer> =>
  gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: LINES }),
  });
const host = () => new URL(gateway.emulator.origin).host;
const calls = () => gateway.emulator.portal.journal.entries().length;

describe('a gateway with a webhook', () => {
  it('serves requests that name no portal, or its own', async () => {
    gateway = await startGateway();
    expect((await ask({})).status).toBe(200);
    expect((await ask({ 'x-bitrix24-portal': host() })).status).toBe(200);
    expect((await ask({ 'x-bitrix24-portal': host().toUpperCase() })).status).toBe(200);
  });

  it.each(['other.bitrix24.com', '', '127.0.0.1', 'e0a1b2c3d4e5f60718293a4b5c6d7e8f'])(
    'does not do on its portal what is meant for %j',
    async (portal) => {
      gateway = await startGateway();
      const { status, errors } = await ask({ 'x-bitrix24-portal': portal });
      expect(status).toBe(403);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', retryable: false } }]);
      expect(calls()).toBe(0);
    },
  );

  it('does not do with its own rights what is asked with a token', async () => {
    gateway = await startGateway();
    const { status, text } = await ask({ 'x-bitrix24-token': 'sentinel-token' });
    expect(status).toBe(400);
    expect(text).toContain('X-Bitrix24-Token');
    expect(text + gateway.log()).not.toContain('sentinel');
    expect(calls()).toBe(0);
  });

  it('keeps from its portal whose key is for others', async () => {
    const keyOf = (name: string) => `tg_${name}`;
    const entry = (name: string, portals: readonly string[]) => ({
      name,
      sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
      scopes: ['telephony:read'],
      portals,
    });
    gateway = await startGateway({
      environment: (emulator) => ({
        GATEWAY_API_KEYS: JSON.stringify([
          entry('here', [new URL(emulator.origin).host]),
          entry('elsewhere', ['other.bitrix24.com']),
        ]),
      }),
    });
    expect((await ask({ authorization: `Bearer ${keyOf('here')}` })).status).toBe(200);
    expect((await ask({ authorization: `Bearer ${keyOf('elsewhere')}` })).status).toBe(403);
    expect(calls()).toBe(1);
  });
});
