import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';
import type { TestPortal } from './support/caller.ts';

async function addLines(portal: TestPortal, count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    await portal.result(
      'voximplant.sip.add',
      line({ TYPE: 'office', TITLE: `Line ${index}`, LOGIN: `login${index}` }),
    );
  }
}

async function titles(portal: TestPortal, params: unknown): Promise<unknown[]> {
  const rows = (await portal.result('voximplant.sip.get', params)) as Record<string, unknown>[];
  return rows.map((row) => row['TITLE']);
}

describe('voximplant.sip.get', () => {
  it('returns an empty list without a total if nothing matches', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.call('voximplant.sip.get');
    expect(answer.body['result']).toStrictEqual([]);
    expect(Object.keys(answer.body)).toStrictEqual(['result', 'time']);
    expect(answer.text).toContain('"result":[]');
  });

  it('lists lines without ID, every number as text', async () => {
    await using portal = await startTestPortal({ random: () => 0 });
    await portal.result('voximplant.sip.add', line());
    await portal.result('voximplant.sip.add', line({ TYPE: 'office', TITLE: 'Office' }));
    const answer = await portal.call('voximplant.sip.get');
    expect(answer.body).toMatchObject({ total: 2 });
    expect(answer.body['result']).toStrictEqual([
      {
        TYPE: 'cloud',
        CONFIG_ID: '1',
        REG_ID: '150907',
        SERVER: 'sip.provider.com',
        LOGIN: 'sip_user',
        PASSWORD: 'secret',
        AUTH_USER: null,
        OUTBOUND_PROXY: null,
        DETECT_LINE_NUMBER: 'N',
        LINE_DETECT_HEADER_ORDER: 'diversion;to',
        REGISTRATION_STATUS_CODE: null,
        REGISTRATION_ERROR_MESSAGE: null,
        TITLE: 'SIP line 1',
      },
      {
        TYPE: 'office',
        CONFIG_ID: '2',
        SERVER: 'sip.provider.com',
        LOGIN: 'sip_user',
        PASSWORD: 'secret',
        INCOMING_SERVER: 'ip.b24-6058-1587535982.bitrixphone.com',
        INCOMING_LOGIN: 'sip2',
        INCOMING_PASSWORD: '0'.repeat(32),
        AUTH_USER: null,
        OUTBOUND_PROXY: null,
        DETECT_LINE_NUMBER: 'N',
        LINE_DETECT_HEADER_ORDER: 'diversion;to',
        REGISTRATION_STATUS_CODE: '0',
        REGISTRATION_ERROR_MESSAGE: null,
        TITLE: 'Office',
      },
    ]);
  });

  it('returns to a webhook the lines of every webhook and of people, and to an application its own', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line({ TITLE: 'Webhook' }));
    portal.portal.addLineOfPerson({ type: 'office', title: 'Person' });
    portal.portal.addForeignLine({ type: 'cloud', title: 'Application', applicationId: 'local.one' });
    portal.portal.addToken({ accessToken: 'one', applicationId: 'local.one' });
    portal.portal.addToken({ accessToken: 'two', applicationId: 'local.two' });
    const titles = async (path: string) =>
      ((await portal.send(path)).body['result'] as { TITLE: string }[]).map(({ TITLE }) => TITLE);
    const other = portal.portal.addWebhook({ code: 'other' });
    expect(await titles(`${other}voximplant.sip.get`)).toStrictEqual(['Webhook', 'Person']);
    expect(await titles('/rest/voximplant.sip.get?auth=one')).toStrictEqual(['Application']);
    expect(await titles('/rest/voximplant.sip.get?auth=two')).toStrictEqual([]);
    const change = (path: string) => portal.send(`${path}CONFIG_ID=2&LOGIN=changed`);
    expect((await change('/rest/voximplant.sip.update?auth=one&')).status).toBe(404);
    expect((await change(`${other}voximplant.sip.update?`)).body).toMatchObject({ result: 1 });
    expect((await portal.send(`${other}voximplant.sip.delete?CONFIG_ID=2`)).body).toMatchObject({
      result: 1,
    });
  });

  it('pages by 50', async () => {
    await using portal = await startTestPortal();
    await addLines(portal, 51);
    const first = await portal.call('voximplant.sip.get');
    expect(first.body).toMatchObject({ total: 51, next: 50 });
    expect(first.body['result']).toHaveLength(50);
    const second = await portal.call('voximplant.sip.get', { start: 50 });
    expect(second.body).toMatchObject({ total: 51, result: [{ TITLE: 'Line 51' }] });
    expect(second.body).not.toHaveProperty('next');
    const odd = await portal.call('voximplant.sip.get', { start: '7' });
    expect(odd.body).toMatchObject({ total: 51 });
    expect(odd.body['result']).toHaveLength(44);
    const negative = await portal.call('voximplant.sip.get', { start: -1 });
    expect(negative.body['result']).toHaveLength(50);
    expect(negative.body).toMatchObject({ total: 51, next: 50 });
    const beyond = await portal.call('voximplant.sip.get', { start: 100 });
    expect(beyond.body).toMatchObject({ result: [], total: 51 });
  });

  it('sorts only by SORT and ORDER together', async () => {
    await using portal = await startTestPortal();
    await addLines(portal, 11);
    const last = async (params: unknown) => (await titles(portal, params)).at(0);
    expect(await last({ SORT: 'CONFIG_ID', ORDER: 'DESC' })).toBe('Line 11');
    expect(await last({ SORT: 'TITLE', ORDER: 'desc' })).toBe('Line 9');
    expect(await last({ SORT: 'CONFIG_ID' })).toBe('Line 1');
    expect(await last({ ORDER: 'DESC' })).toBe('Line 1');
  });

  it.each([
    [{ CONFIG_ID: 2 }, ['Line 2']],
    [{ '=CONFIG_ID': '2' }, ['Line 2']],
    [{ config_id: [1, '3', 99] }, ['Line 1', 'Line 3']],
    [{ '!CONFIG_ID': 2 }, ['Line 1', 'Line 3', 'Line 4']],
    [{ '!=CONFIG_ID': [1, 2] }, ['Line 3', 'Line 4']],
    [{ '<CONFIG_ID': 2 }, ['Line 1']],
    [{ '<=CONFIG_ID': 2 }, ['Line 1', 'Line 2']],
    [{ '>CONFIG_ID': 3 }, ['Line 4']],
    [{ '>=ID': 3 }, ['Line 3', 'Line 4']],
    [{ '><CONFIG_ID': [2, 3] }, ['Line 2', 'Line 3']],
    [{ '!><CONFIG_ID': [2, 3] }, ['Line 1', 'Line 4']],
    [{ '%TITLE': 'NE 3' }, ['Line 3']],
    [{ '?TITLE': 'ne 3' }, ['Line 3']],
    [{ '!%TITLE': ['1', '2'] }, ['Line 3', 'Line 4']],
    [{ TITLE: 'LINE 4' }, ['Line 4']],
    [{ LOGIN: 'login1', TITLE: 'Line 2' }, []],
    [{ 0: { LOGIC: 'OR', 0: { LOGIN: 'login1' }, 1: { TITLE: 'Line 2' } } }, ['Line 1', 'Line 2']],
    [{ REG_ID: null }, ['Line 1', 'Line 2', 'Line 3', 'Line 4']],
    [{ '!REG_ID': 5 }, ['Line 1', 'Line 2', 'Line 3', 'Line 4']],
    [{ '>REG_ID': 0 }, []],
    [{ CONFIG_ID: [] }, []],
    [{ APP_ID: 'local.another.application' }, ['Line 1', 'Line 2', 'Line 3', 'Line 4']],
  ])('filters by %j', async (FILTER, expected) => {
    await using portal = await startTestPortal();
    await addLines(portal, 4);
    expect(await titles(portal, { FILTER })).toStrictEqual(expected);
  });

  it.each([
    [{ FILTER: { COLOUR: 'red' } }, 'COLOUR'],
    [{ FILTER: { '~TITLE': 'x' } }, '~TITLE'],
    [{ SORT: 'COLOUR', ORDER: 'ASC' }, 'COLOUR'],
  ])('refuses %j', async (params, name) => {
    await using portal = await startTestPortal();
    const answer = await portal.call('voximplant.sip.get', params);
    expect(answer).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } });
    expect(answer.body['error_description']).toContain(`Unknown field definition \`${name}\``);
  });

  it('shows only lines of the calling application', async () => {
    await using portal = await startTestPortal();
    const { id } = portal.portal.addForeignLine({ type: 'office', title: 'Theirs' });
    await portal.result('voximplant.sip.add', line());
    expect(id).toBe(1);
    expect(await titles(portal, {})).toStrictEqual(['SIP line 1']);
    const other = portal.portal.addWebhook({ code: 'another', userId: 7 });
    const seen = await portal.send(`${other}voximplant.sip.get`);
    expect(seen.body).toMatchObject({ total: 1, result: [{ TITLE: 'SIP line 1' }] });
  });

  it('needs the right to manage lines', async () => {
    await using portal = await startTestPortal({ webhook: { code: 'reader', canManageLines: false } });
    expect(await portal.call('voximplant.sip.get')).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
    });
  });
});
