import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(trustedProxies = ''): Promise<void> {
  gateway = await startGateway({
    environment: { GATEWAY_REQUESTS_PER_MINUTE: '2', GATEWAY_TRUSTED_PROXIES: trustedProxies },
  });
}

/** The status of a request that comes through a proxy on this machine, which adds what it saw to this header. */
async function statusFor(forwardedFor: string): Promise<number> {
  const { status } = await gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
    body: '{"query":"{ __typename }"}',
  });
  return status;
}

async function statusesFor(...addresses: string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses) statuses.push(await statusFor(address));
  return statuses;
}

describe('the limit on requests', () => {
  it('counts for the addresses that a trusted proxy saw', async () => {
    await start('127.0.0.1, 10.20.0.0/16');
    expect(await statusesFor('203.0.113.7', '203.0.113.7', '203.0.113.7')).toEqual([200, 200, 429]);
    expect(await statusesFor('198.51.100.1', '198.51.100.2')).toEqual([200, 200]);
  });

  it('is not deceived by what a client claims to a trusted proxy, nor by a longer way', async () => {
    await start('127.0.0.1, 10.20.0.0/16');
    const statuses = await statusesFor(
      '198.51.100.1, 203.0.113.7',
      '10.20.0.9, 198.51.100.2, 203.0.113.7, 10.20.3.4',
      '198.51.100.3, 203.0.113.7',
    );
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('ignores what anybody else claims', async () => {
    await start('10.20.0.0/16');
    expect(await statusesFor('203.0.113.1', '203.0.113.2', '203.0.113.3')).toEqual([200, 200, 429]);
  });

  it('counts for the connection where no proxy is trusted', async () => {
    await start();
    expect(await statusesFor('203.0.113.1', '203.0.113.2', '203.0.113.3')).toEqual([200, 200, 429]);
  });

  it.each([
    ['the addresses of an IPv6 /64', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::7', '2001:db8:1:2:3:4:5:6']],
    ['both forms of an IPv4 address', ['203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107']],
    ['an address with ports', ['203.0.113.7:50412', '203.0.113.7:50413', '203.0.113.7']],
    ['an IPv6 address with ports', ['[2001:db8::1]:443', '[2001:db8::1]', '2001:db8::1']],
    ['whatever is no address', ['unknown', '_hidden', '999.1.1.1']],
  ])('is one for %s', async (_name, addresses) => {
    await start('127.0.0.1');
    expect(await statusesFor(...addresses)).toEqual([200, 200, 429]);
  });

  it('is that of the address for made-up portal tokens, and their own for those that the portal has accepted', async () => {
    gateway = await startGateway({
      webhookUrl: () => '',
      environment: ({ webhookUrl }) => ({
        BITRIX24_PASSTHROUGH_PORTALS: new URL(webhookUrl).host,
        GATEWAY_REQUESTS_PER_MINUTE: '2',
      }),
    });
    const { portal, webhookUrl } = gateway.emulator;
    portal.addToken({ accessToken: 'token-of-a-user', applicationId: 'app.a' });
    const statusWith = async (token: string) => {
      const { status } = await gateway.send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-bitrix24-portal': new URL(webhookUrl).host,
          'x-bitrix24-token': token,
        },
        body: '{"query":"{ sipLines { totalCount } }"}',
      });
      return status;
    };
    const statuses: number[] = [];
    for (const token of ['token-of-a-user', 'made-up-1', 'made-up-2', 'made-up-3'])
      statuses.push(await statusWith(token));
    expect(statuses).toEqual([200, 200, 429, 429]);
    for (const expected of [200, 200, 429]) expect(await statusWith('token-of-a-user')).toBe(expected);
  });

  it('is another one for the next IPv6 /64', async () => {
    await start('127.0.0.1');
    expect(await statusesFor('2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:3::1')).toEqual([
      200, 200, 200,
    ]);
  });
});
