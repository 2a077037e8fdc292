import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { ranMethods } from '../support/journal.ts';

describe('telephonyVoices', () => {
  it('are the voices of the portal', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.query('{ telephonyVoices { id name } }');
    expect(data?.['telephonyVoices']).toContainEqual({
      id: 'ukenglishmale',
      name: 'British English (male) (Amazon)',
    });
    expect(ranMethods(gateway)).toEqual(['voximplant.tts.voices.get']);
  });
});

describe('telephonyLinks', () => {
  it('are pages of the portal', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.query('{ telephonyLinks { statisticsUrl buyConnectorUrl linesUrl } }');
    const { origin } = new URL(gateway.emulator.webhookUrl);
    expect(data?.['telephonyLinks']).toEqual({
      statisticsUrl: `${origin}/telephony/detail.php`,
      buyConnectorUrl: `${origin}/settings/license_phone_sip.php`,
      linesUrl: `${origin}/telephony/lines.php`,
    });
    expect(ranMethods(gateway)).toEqual(['voximplant.url.get']);
  });

  it('are never anything but addresses of pages', async () => {
    await using gateway = await startGateway();
    gateway.emulator.portal.faults.inject({
      kind: 'result',
      on: 'voximplant.url.get',
      result: { lines: 'javascript:alert(1)', detail_statistics: '', buy_connector: 7 },
    });
    const { data } = await gateway.query('{ telephonyLinks { statisticsUrl buyConnectorUrl linesUrl } }');
    expect(data?.['telephonyLinks']).toEqual({ statisticsUrl: null, buyConnectorUrl: null, linesUrl: null });
  });
});

describe('telephonyAccess', () => {
  it('tells the scopes and the right to manage lines', async () => {
    await using gateway = await startGateway();
    const { data } = await gateway.query('{ telephonyAccess { scopes canManageLines } }');
    expect(data?.['telephonyAccess']).toEqual({ scopes: ['telephony', 'call'], canManageLines: true });
    expect(ranMethods(gateway).toSorted()).toEqual(['scope', 'voximplant.line.outgoing.get']);
  });

  it.each([
    ['the right', { canManageLines: false }, ['telephony', 'call']],
    ['the scope', { scopes: ['call'] }, ['call']],
  ])('tells that %s is missing', async (_name, lacking, scopes) => {
    await using gateway = await startGateway({
      emulator: { webhook: { code: 'emulatorwebhook1', ...lacking } },
    });
    const { data, errors } = await gateway.query('{ telephonyAccess { scopes canManageLines } }');
    expect(errors).toBeUndefined();
    expect(data?.['telephonyAccess']).toEqual({ scopes, canManageLines: false });
  });

  it('does not take a portal that cannot be asked for a missing right', async () => {
    await using gateway = await startGateway();
    gateway.emulator.portal.faults.inject({
      kind: 'error',
      on: 'voximplant.line.outgoing.get',
      status: 401,
      code: 'NO_AUTH_FOUND',
      times: Infinity,
    });
    const { data, errors } = await gateway.query('{ telephonyAccess { scopes canManageLines } }');
    expect(data?.['telephonyAccess']).toEqual({ scopes: ['telephony', 'call'], canManageLines: null });
    expect(errors).toMatchObject([
      { path: ['telephonyAccess', 'canManageLines'], extensions: { code: 'PORTAL_CREDENTIAL_REJECTED' } },
    ]);
  });
});
