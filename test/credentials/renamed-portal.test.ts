import type { LookupFunction } from 'node:net';
import fc from 'fast-check';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { followRenamedPortal } from '../../src/bitrix24/protocol/redirect.ts';
import type { HttpRequest } from '../../src/bitrix24/protocol/transport.ts';
import { Secret } from '../../src/config/secret.ts';
import { startGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

/** Any name is this machine: portals under names of their own without DNS. */
const lookup: LookupFunction = (_host, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

describe('a renamed portal', () => {
  it('gets the same POST at its new host', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'portals' }], {
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames: ['old', 'new'].map((name) => ({ type: 2 as const, value: `${name}.bitrix24.test` })),
        },
      ],
    });
    await using gateway = await startGateway({
      emulator: { tls: { key, cert } },
      webhookUrl: ({ webhookUrl }) => webhookUrl.replace('127.0.0.1', 'old.bitrix24.test'),
      app: { lookup, certificateAuthority: cert },
    });
    const { port, pathname } = new URL(gateway.emulator.webhookUrl);
    const location = `https://new.bitrix24.test:${port}${pathname}voximplant.sip.add`;
    const rename = () => {
      gateway.emulator.portal.faults.inject({ kind: 'redirect', status: 302, location });
    };
    rename();

    const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data?.['addSipLine']).toMatchObject({ title: 'Sales' });
    const entries = gateway.emulator.portal.journal.entries('voximplant.sip.add');
    expect(entries.map((entry) => entry.executed)).toEqual([false, true]);
    expect(entries[1]?.params).toEqual(entries[0]?.params);
    expect(entries[1]?.headers['host']).toBe(`new.bitrix24.test:${port}`);
    // Not for every call.
    rename();
    await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, title: 'Other' } });
    expect(gateway.log().match(/The portal was renamed[^\n]*BITRIX24_WEBHOOK_URL/g)).toHaveLength(1);
    expect(gateway.log()).not.toContain('bitrix24.test');
  });

  const FROM = 'https://old.bitrix24.com/rest/1/code/voximplant.sip.add';
  const hostsAsked = async (from: string, location: string, status = 302): Promise<string[]> => {
    const asked: HttpRequest[] = [];
    const post = followRenamedPortal(
      (request) => {
        asked.push(request);
        return Promise.resolve({ status, location, body: '', values: 0 });
      },
      () => undefined,
      () => 0,
    );
    await post({ url: new Secret(from), body: '{}', timeoutMs: 1 });
    expect(new Set(asked.map((request) => request.body))).toEqual(new Set(['{}']));
    return asked.map((request) => new URL(request.url.reveal()).host);
  };

  it('is followed for one hop', async () => {
    expect(await hostsAsked(FROM, FROM.replace('old', 'new'))).toEqual([
      'old.bitrix24.com',
      'new.bitrix24.com',
    ]);
  });

  it.each([
    ['another vendor domain', FROM.replace('old.bitrix24.com', 'old.bitrix24.de')],
    ['a foreign domain', FROM.replace('old.bitrix24.com', 'evil.example.com')],
    ['a domain that only contains the name', FROM.replace('old.bitrix24.com', 'bitrix24.com.evil.example')],
    ['a domain that ends in the name', FROM.replace('old.bitrix24.com', 'evilbitrix24.com')],
    ['plain http', FROM.replace('old', 'new').replace('https', 'http')],
    ['another port', FROM.replace('old.bitrix24.com', 'new.bitrix24.com:8443')],
    ['another path', FROM.replace('old', 'new').replace('/rest/1/code/', '/elsewhere/')],
    ['an added query', `${FROM.replace('old', 'new')}?x=1`],
    ['added credentials', FROM.replace('old.', 'user:pass@new.')],
    ['the same host', FROM],
    ["the vendor's own site", FROM.replace('old.', '')],
    ['no address', 'http://'],
    ['an address of another kind', 'A:'],
  ])('is not followed to %s', async (_name, location) => {
    expect(await hostsAsked(FROM, location)).toEqual(['old.bitrix24.com']);
  });

  it('is not followed by a portal outside the cloud of the vendor', async () => {
    const own = 'https://crm.example.com/rest/1/code/profile';
    expect(await hostsAsked(own, own.replace('crm', 'crm2'))).toEqual(['crm.example.com']);
  });

  it('is not followed where the answer says that the POST was carried out', async () => {
    expect(await hostsAsked(FROM, FROM.replace('old', 'new'), 303)).toEqual(['old.bitrix24.com']);
  });

  it('never leaves the vendor domain, wherever it is sent', async () => {
    const path = new URL(FROM).pathname;
    const locations = fc.oneof(
      fc.domain().map((domain) => `https://${domain}${path}`),
      fc.domain().map((domain) => `https://bitrix24.com.${domain}${path}`),
      fc.domain().map((domain) => `https://new.${domain}bitrix24.com${path}`),
      fc.tuple(fc.domain(), fc.string()).map(([domain, rest]) => `https://${domain}/${rest}`),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(locations, async (location) => {
        for (const host of await hostsAsked(FROM, location)) expect(host).toMatch(/^[^/]+\.bitrix24\.com$/);
      }),
    );
  });
});
