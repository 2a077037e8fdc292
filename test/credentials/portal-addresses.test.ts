import type { LookupFunction } from 'node:net';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { grantOf, startApplication, type ApplicationGateway } from '../support/application.ts';
import { startGateway } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';

const LINES = '{ sipLines { nodes { title } } }';

const REFUSED = {
  data: { sipLines: null },
  errors: [
    {
      extensions: {
        code: 'PORTAL_UNAVAILABLE',
        retryable: false,
        bitrix24: { description: 'No response (address-not-allowed); the request did not arrive.' },
      },
    },
  ],
};

/** Every name is at this address. */
const everythingAt =
  (address: string): LookupFunction =>
  (_host, options, callback) => {
    if (options.all) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };

/** Installs the application on a portal that is at the given address, by the word of the authorization server. */
async function installAt(application: ApplicationGateway, endpoint: string): Promise<void> {
  application.portal.portal.faults.inject({
    kind: 'body',
    on: 'oauth/token',
    status: 200,
    body: grantOf(application, { client_endpoint: endpoint }),
  });
  await application.install();
}

describe('a portal that has the application installed', () => {
  it.each([
    ['10.1.2.3', 'https://portal.example/rest/'],
    ['127.0.0.1', 'https://portal.example/rest/'],
    ['203.0.113.7', 'https://10.1.2.3/rest/'],
    ['203.0.113.7', 'https://169.254.169.254/rest/'],
    ['203.0.113.7', 'https://[fd00:ec2::254]/rest/'],
    ['203.0.113.7', 'https://[::ffff:7f00:1]:8443/rest/'],
    ['10.1.2.3', 'https://localhost/rest/'],
  ])('is not called at an address that is not public: DNS %s, %s', async (address, endpoint) => {
    await using application = await startApplication({
      app: { lookup: everythingAt(address), clock: hurriedClock(20) },
    });
    await installAt(application, endpoint);
    const answer = await application.ask(LINES);
    expect(answer).toMatchObject(REFUSED);
    expect(answer.errors?.[0]?.message).toContain('BITRIX24_PRIVATE_ADDRESSES');
  });

  it('is not called on this machine in production', async () => {
    await using application = await startApplication({
      environment: { NODE_ENV: 'production' },
    });
    await application.install();
    expect(await application.ask(LINES)).toMatchObject(REFUSED);
    expect(application.portal.portal.journal.entries('voximplant.sip.get')).toEqual([]);
  });

  it('is called on this machine in production if the settings name it', async () => {
    await using application = await startApplication({
      environment: { NODE_ENV: 'production', BITRIX24_PRIVATE_ADDRESSES: '127.0.0.0/8' },
    });
    await application.install();
    expect((await application.ask(LINES)).data).toEqual({ sipLines: { nodes: [] } });
  });

  it('is called in a private network that the settings name, and in no other', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'portal' }], {
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'crm.example.test' }] },
      ],
    });
    await using onPremise = await startEmulator({ tls: { key, cert } });
    onPremise.portal.addToken({ accessToken: 'sentinel-access-token', applicationId: 'local.emulated' });
    const endpoint = `https://crm.example.test:${new URL(onPremise.webhookUrl).port}/rest/`;
    const ask = async (named: string) => {
      await using application = await startApplication({
        environment: { BITRIX24_PRIVATE_ADDRESSES: named },
        app: { lookup: everythingAt('127.0.0.1'), certificateAuthority: cert, clock: hurriedClock(20) },
      });
      await installAt(application, endpoint);
      return await application.ask(LINES);
    };
    expect((await ask('127.0.0.1')).data).toEqual({ sipLines: { nodes: [] } });
    expect(await ask('10.0.0.0/8, 127.0.0.2')).toMatchObject(REFUSED);
  });
});

it('portals that were made up and whose names take long to look up do not hold up one that is known', async () => {
  const underWay = new Set<string>();
  let most = 0;
  await using gateway = await startGateway({
    webhookUrl: () => '',
    environment: { BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.example', BITRIX24_READ_DEADLINE_MS: '1000' },
    app: {
      lookup(host, options, callback) {
        underWay.add(host);
        most = Math.max(most, underWay.size);
        if (host !== 'good.bitrix24.example') return;
        underWay.delete(host);
        everythingAt('10.1.2.3')(host, options, callback);
      },
    },
  });
  const ask = (portal: string) =>
    gateway.send({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-bitrix24-portal': portal,
        'x-bitrix24-token': 'sentinel-token-of-somebody',
      },
      body: JSON.stringify({ query: LINES }),
    });
  expect(await ask('good.bitrix24.example')).toMatchObject(REFUSED);
  const others = Array.from({ length: 20 }, (_, n) => ask(`made-up-${n}.bitrix24.example`));
  await expect.poll(() => underWay.size).toBe(1);
  expect(await ask('good.bitrix24.example')).toMatchObject(REFUSED);
  for (const { errors } of await Promise.all(others))
    expect(errors?.[0]?.extensions).toMatchObject({ retryable: true });
  expect(most).toBe(2);
});
