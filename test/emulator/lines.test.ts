import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';

describe('outgoing lines', () => {
  it('are listed with names made for a web page', async () => {
    await using portal = await startTestPortal();
    portal.portal.addRentedNumber({ number: '74951234567', title: 'Moscow "main"' });
    await portal.result('voximplant.sip.add', line({ TITLE: 'A & <b>' }));
    await portal.result('voximplant.sip.add', line({ TYPE: 'office', TITLE: '' }));
    portal.portal.addForeignLine({ type: 'cloud', title: '' });
    expect(await portal.result('voximplant.line.get')).toStrictEqual({
      reg150907: 'A &amp; &lt;b&gt;',
      sip3: 'Office PBX (3)',
      reg150908: 'Cloud PBX (4)',
      74951234567: 'Moscow &quot;main&quot;',
    });
  });

  it('are an empty list where there are none', async () => {
    await using portal = await startTestPortal({ language: 'ru' });
    expect(await portal.result('voximplant.line.get')).toStrictEqual([]);
    await portal.result('voximplant.sip.add', { SERVER: 's', LOGIN: 'l' });
    expect(await portal.result('voximplant.line.get')).toStrictEqual({ reg150907: 'Облачная АТС (1)' });
  });

  it('have a default, which an unknown id does not change though it answers 1', async () => {
    await using portal = await startTestPortal();
    const get = () => portal.result('voximplant.line.outgoing.get');
    const set = (LINE_ID?: string) => portal.result('voximplant.line.outgoing.set', { LINE_ID });
    expect(await get()).toBe('LINK_BASE_NUMBER');
    await portal.result('voximplant.sip.add', line({ TITLE: 'A' }));
    await portal.result('voximplant.sip.add', line({ TYPE: 'office', TITLE: 'B' }));
    expect(await get()).toBe('reg150907');
    expect(await set('sip2')).toBe(1);
    expect(await get()).toBe('sip2');
    expect(await set('sip99')).toBe(1);
    expect(await set()).toBe(1);
    expect(await get()).toBe('sip2');
    expect(await set('LINK_BASE_NUMBER')).toBe(1);
    expect(await get()).toBe('LINK_BASE_NUMBER');
  });

  it('of external telephony applications are not listed, but can be the default', async () => {
    await using portal = await startTestPortal();
    portal.portal.addTelephonyApplication({ id: 3, numbers: ['+7 495 000-00-03'] });
    expect(await portal.result('voximplant.line.get')).toStrictEqual([]);
    expect(await portal.result('voximplant.line.outgoing.get')).toBe('LINK_BASE_NUMBER');
    for (const LINE_ID of ['REST_APP:3', '+7 495 000-00-03']) {
      expect(await portal.result('voximplant.line.outgoing.set', { LINE_ID })).toBe(1);
      expect(await portal.result('voximplant.line.outgoing.get')).toBe(LINE_ID);
    }
    await portal.result('voximplant.line.outgoing.set', { LINE_ID: 'REST_APP:4' });
    expect(await portal.result('voximplant.line.outgoing.get')).toBe('+7 495 000-00-03');
  });

  it('can be chosen by CONFIG_ID, foreign ones too', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    portal.portal.addForeignLine({ type: 'office', title: 'Theirs' });
    expect(await portal.result('voximplant.line.outgoing.sip.set', { CONFIG_ID: 2 })).toBe(1);
    expect(portal.portal.outgoingLine()).toBe('sip2');
    expect(await portal.call('voximplant.line.outgoing.sip.set', { CONFIG_ID: 9 })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_ARGUMENT', error_description: 'Specified CONFIG_ID is not found' },
    });
  });
});

describe('every method that manages lines', () => {
  it.each([
    'voximplant.sip.add',
    'voximplant.sip.get',
    'voximplant.sip.update',
    'voximplant.sip.delete',
    'voximplant.sip.status',
    'voximplant.sip.connector.status',
    'voximplant.line.get',
    'voximplant.line.outgoing.get',
    'voximplant.line.outgoing.set',
    'voximplant.line.outgoing.sip.set',
  ])('%s asks for the right first', async (method) => {
    await using portal = await startTestPortal({ webhook: { code: 'reader', canManageLines: false } });
    expect(await portal.call(method)).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
    });
    const narrow = portal.portal.addWebhook({ code: 'narrow', scopes: [] });
    expect(await portal.send(narrow + method)).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    });
  });
});
