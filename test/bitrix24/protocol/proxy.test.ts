import type { LookupFunction } from 'node:net';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { hurriedClock } from '../../support/hurried-clock.ts';
import { startConnectProxy, type ConnectProxy } from '../../support/connect-proxy.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../../support/operations.ts';

const HOST = 'portal.bitrix24.test';
const LINES = '{ sipLines { nodes { title } } }';
const PASSWORD = 'sentinel-proxy-password';

describe('a proxy towards portals', () => {
  let tls: { key: string; cert: string };
  beforeAll(async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'portal' }], {
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] },
      ],
    });
    tls = { key, cert };
  });

  interface Situation {
    readonly environment?: Record<string, string>;
    readonly asApplication?: boolean;
    readonly lookup?: LookupFunction;
  }
  /** DNS knows no portal: only the proxy does. */
  const noDns: LookupFunction = (_host, _options, callback) => {
    callback(Object.assign(new Error('no DNS'), { code: 'ENOTFOUND' }), '', 4);
  };
  function start(
    proxy: ConnectProxy,
    { environment = {}, lookup = noDns }: Situation = {},
  ): Promise<TestGateway> {
    return startGateway({
      emulator: { tls },
      webhookUrl: ({ webhookUrl }) => webhookUrl.replace('127.0.0.1', HOST),
      environment: { HTTPS_PROXY: withPassword(proxy), ...environment },
      app: { lookup, certificateAuthority: tls.cert, clock: hurriedClock(20) },
    });
  }
  const withPassword = ({ origin }: ConnectProxy) => origin.replace('//', `//gateway:${PASSWORD}@`);
  const portalOf = ({ emulator }: TestGateway) => `${HOST}:${new URL(emulator.origin).port}`;

  it('gets a tunnel for each connection, with its credentials, which appear nowhere else', async () => {
    await using proxy = await startConnectProxy();
    await using gateway = await start(proxy);
    const { data } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(data).toMatchObject({ addSipLine: { title: 'Sales' } });
    expect((await gateway.query(LINES)).data).toEqual({ sipLines: { nodes: [{ title: 'Sales' }] } });
    const basic = Buffer.from(`gateway:${PASSWORD}`).toString('base64');
    expect(new Set(proxy.tunnels.map(({ target }) => target))).toEqual(new Set([portalOf(gateway)]));
    expect(proxy.tunnels[0]?.authorization).toBe(`Basic ${basic}`);
    const sent = JSON.stringify(gateway.emulator.portal.journal.entries('voximplant.sip.add'));
    expect(sent).not.toContain('proxy-authorization');
    for (const text of [PASSWORD, basic]) expect(gateway.log()).not.toContain(text);
  });

  it.each([403, 407, 502])(
    'that refuses with %d is not taken for the portal: nothing was executed',
    async (status) => {
      await using proxy = await startConnectProxy();
      await using gateway = await start(proxy);
      proxy.answer(status);
      const { errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('The proxy between this gateway and the portal') as string,
          extensions: {
            code: 'PORTAL_UNAVAILABLE',
            retryable: true,
            bitrix24: { description: 'No response (proxy); the request did not arrive.' },
          },
        },
      ]);
      proxy.answer('open');
      expect((await gateway.query(ADD_SIP_LINE, { input: NEW_LINE })).errors).toBeUndefined();
      expect(gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
      expect(gateway.log()).not.toContain(PASSWORD);
    },
  );

  it('that cannot be reached is named, without its address', async () => {
    const proxy = await startConnectProxy();
    await proxy[Symbol.asyncDispose]();
    await using gateway = await start(proxy);
    const { errors, text } = await gateway.query(LINES);
    expect(errors?.[0]?.extensions['code']).toBe('PORTAL_UNAVAILABLE');
    // The id of the request has five digits of it by chance now and then.
    const { requestId } = errors?.[0]?.extensions ?? {};
    expect(text.replace(String(requestId), '')).not.toContain(new URL(proxy.origin).port);
    expect(text).not.toContain('127.0.0.1');
  });

  it('that cuts a tunnel under a write leaves its outcome open, which is then settled', async () => {
    await using proxy = await startConnectProxy();
    await using gateway = await start(proxy);
    gateway.emulator.portal.faults.inject({ on: 'voximplant.sip.add', kind: 'drop', stage: 'after' });
    const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ addSipLine: { title: 'Sales' } });
    expect(gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
  });

  it('whose tunnel leads to another host proves that nothing was executed', async () => {
    await using proxy = await startConnectProxy();
    await using gateway = await startGateway({
      emulator: { tls },
      webhookUrl: ({ webhookUrl }) => webhookUrl.replace('127.0.0.1', 'other.bitrix24.test'),
      environment: { HTTPS_PROXY: proxy.origin },
      app: { certificateAuthority: tls.cert, clock: hurriedClock(20) },
    });
    const { errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'PORTAL_UNAVAILABLE',
      bitrix24: { description: 'No response (tls-wrong-name); the request did not arrive.' },
    });
  });

  it('is not used for what NO_PROXY names', async () => {
    await using proxy = await startConnectProxy();
    const lookup: LookupFunction = (_host, options, callback) => {
      if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    };
    await using gateway = await start(proxy, {
      environment: { NO_PROXY: 'other.test,.bitrix24.test' },
      lookup,
    });
    expect((await gateway.query(LINES)).data).toEqual({ sipLines: { nodes: [] } });
    expect(proxy.tunnels).toEqual([]);
  });

  describe('to a portal that a caller names', () => {
    const at =
      (address: string): LookupFunction =>
      (_host, options, callback) => {
        if (options.all) callback(null, [{ address, family: 4 }]);
        else callback(null, address, 4);
      };
    async function ask(address: string) {
      await using proxy = await startConnectProxy();
      await using gateway = await startGateway({
        emulator: { tls },
        webhookUrl: () => '',
        environment: { HTTPS_PROXY: proxy.origin, BITRIX24_PASSTHROUGH_PORTALS: '*.bitrix24.test' },
        app: { lookup: at(address), certificateAuthority: tls.cert, clock: hurriedClock(20) },
      });
      gateway.emulator.portal.addToken({ accessToken: 'sentinel-token', applicationId: 'app.1' });
      const { data, errors } = await gateway.send({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-bitrix24-portal': HOST,
          'x-bitrix24-token': 'sentinel-token',
        },
        body: JSON.stringify({ query: LINES }),
      });
      return { data, errors, tunnels: proxy.tunnels.map(({ target }) => target) };
    }

    it('gets no tunnel if the name leads to an address that is not public', async () => {
      const { errors, tunnels } = await ask('10.1.2.3');
      expect(errors).toMatchObject([{ extensions: { code: 'PORTAL_UNAVAILABLE', retryable: false } }]);
      expect(tunnels).toEqual([]);
    });

    it('gets one by its name if the address is public', async () => {
      const { tunnels } = await ask('203.0.114.7');
      expect(new Set(tunnels)).toEqual(new Set([`${HOST}:443`]));
    });
  });
});
