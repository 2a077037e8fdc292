import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';

const notFound = { error: 'ERROR_NOT_FOUND', error_description: 'Specified CONFIG_ID is not found' };

describe('voximplant.sip.update', () => {
  it('changes what is given, and forgets the status except for a title alone', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    portal.portal.changeLine(1, { registrationStatusCode: 200 });
    expect(await portal.result('voximplant.sip.update', { CONFIG_ID: '1', TITLE: ' New ' })).toBe(1);
    expect(portal.portal.lines()).toMatchObject([
      { title: 'New', login: 'sip_user', registrationStatusCode: 200 },
    ]);
    expect(
      await portal.result('voximplant.sip.update', { config_id: 1, Server: 'http://other', PASSWORD: 'p2' }),
    ).toBe(1);
    expect(portal.portal.lines()).toMatchObject([
      { title: 'New', server: 'other', password: 'p2', login: 'sip_user', registrationStatusCode: 0 },
    ]);
  });

  it('has nothing against nothing to change', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    expect(await portal.result('voximplant.sip.update', { CONFIG_ID: 1 })).toBe(1);
  });

  it('does not find unknown or foreign lines', async () => {
    await using portal = await startTestPortal();
    const { configId } = portal.portal.addForeignLine({ type: 'office', title: 'Theirs' });
    for (const CONFIG_ID of [configId, 99, undefined]) {
      const answer = await portal.call('voximplant.sip.update', { CONFIG_ID, TITLE: 'x' });
      expect(answer).toMatchObject({ status: 404, body: notFound });
    }
  });

  it('checks fields and titles', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line({ TITLE: 'One' }));
    await portal.result('voximplant.sip.add', line({ TITLE: 'Two' }));
    const update = async (changes: object) =>
      (await portal.call('voximplant.sip.update', { CONFIG_ID: 2, ...changes })).body;
    expect(await update({ TITLE: 'ONE' })).toMatchObject({ error: 'TITLE_EXISTS' });
    expect(await update({ TITLE: 'TWO' })).toMatchObject({ result: 1 });
    expect(await update({ SERVER: '', LOGIN: ' ' })).toStrictEqual({
      error: 'CHECK_FIELDS_ERROR',
      error_description: 'Server address not specified<br> Login for connecting to the server not specified',
    });
    expect(await update({ TITLE: 'x', TYPE: 'analog' })).toMatchObject({ error: 'CHECK_FIELDS_ERROR' });
    expect(await update({ TITLE: '' })).toMatchObject({ result: 1 });
    expect((await portal.call('voximplant.sip.update', { CONFIG_ID: 1, TITLE: '' })).body).toMatchObject({
      error: 'TITLE_EXISTS',
    });
  });
});

describe('voximplant.sip.delete', () => {
  it('deletes, frees the title and the place, and does not find the line again', async () => {
    await using portal = await startTestPortal({ cloudLimit: 1 });
    await portal.result('voximplant.sip.add', line());
    expect(await portal.result('voximplant.sip.delete', { CONFIG_ID: 1 })).toBe(1);
    expect(await portal.call('voximplant.sip.delete', { CONFIG_ID: 1 })).toMatchObject({
      status: 400,
      body: notFound,
    });
    expect(await portal.result('voximplant.sip.add', line())).toMatchObject({
      CONFIG_ID: '2',
      REG_ID: 150908,
    });
  });

  it('leaves foreign lines alone', async () => {
    await using portal = await startTestPortal();
    const { configId } = portal.portal.addForeignLine({ type: 'office', title: 'Theirs' });
    expect((await portal.call('voximplant.sip.delete', { CONFIG_ID: configId })).status).toBe(400);
    expect(portal.portal.lines()).toHaveLength(1);
  });

  it('keeps a line whose registration the carrier has lost', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    portal.portal.forgetRegistration(150907);
    expect(await portal.call('voximplant.sip.delete', { CONFIG_ID: 1 })).toMatchObject({
      status: 400,
      body: { error: 'REG_ID_NOT_FOUND', error_description: 'Settings not found' },
    });
    expect(portal.portal.lines()).toHaveLength(1);
  });

  it('passes the default outgoing line on to the first that is left', async () => {
    await using portal = await startTestPortal();
    for (const TITLE of ['A', 'B', 'C'])
      await portal.result('voximplant.sip.add', line({ TYPE: 'office', TITLE }));
    await portal.result('voximplant.sip.delete', { CONFIG_ID: 1 });
    expect(portal.portal.outgoingLine()).toBe('sip2');
    await portal.result('voximplant.sip.delete', { CONFIG_ID: 3 });
    expect(portal.portal.outgoingLine()).toBe('sip2');
    await portal.result('voximplant.sip.delete', { CONFIG_ID: 2 });
    expect(portal.portal.outgoingLine()).toBe('LINK_BASE_NUMBER');
  });
});

describe('voximplant.sip.status', () => {
  it('asks the carrier and remembers the answer', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    const status = {
      statusCode: 403,
      statusResult: 'error',
      errorMessage: 'Forbidden',
      lastUpdated: '2026-03-12 09:10:51',
    } as const;
    portal.portal.setRegistration(150907, status);
    expect(await portal.result('voximplant.sip.status', { REG_ID: '150907' })).toStrictEqual({
      REG_ID: 150907,
      LAST_UPDATED: '2026-03-12 09:10:51',
      ERROR_MESSAGE: 'Forbidden',
      STATUS_CODE: 403,
      STATUS_RESULT: 'error',
    });
    expect(await portal.result('voximplant.sip.get')).toMatchObject([
      { REGISTRATION_STATUS_CODE: '403', REGISTRATION_ERROR_MESSAGE: 'Forbidden' },
    ]);
  });

  it('knows no other registration', async () => {
    await using portal = await startTestPortal();
    for (const params of [{ REG_ID: 1 }, {}]) {
      expect(await portal.call('voximplant.sip.status', params)).toMatchObject({
        status: 400,
        body: { error: 'REG_ID_NOT_FOUND', error_description: 'Settings not found' },
      });
    }
  });
});

describe('voximplant.sip.connector.status', () => {
  it('returns the end of the paid period only while it is paid', async () => {
    await using portal = await startTestPortal();
    expect(await portal.result('voximplant.sip.connector.status')).toStrictEqual({
      FREE_MINUTES: 60,
      PAID: false,
    });
    portal.portal.setConnector({ freeMinutes: 0, paid: true, paidUntil: '2027-01-01T00:00:00+03:00' });
    expect(await portal.result('voximplant.sip.connector.status')).toStrictEqual({
      FREE_MINUTES: 0,
      PAID: true,
      PAID_DATE_END: '2027-01-01T00:00:00+03:00',
    });
  });
});
