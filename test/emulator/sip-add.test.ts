import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';

const error = (code: string, text: string) => ({ error: code, error_description: text });

describe('voximplant.sip.add', () => {
  it('returns a cloud line with its registration', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.call('voximplant.sip.add', line());
    expect(answer.status).toBe(200);
    expect(answer.body['result']).toStrictEqual({
      ID: '1',
      TYPE: 'cloud',
      CONFIG_ID: '1',
      REG_ID: 150907,
      TITLE: 'SIP line 1',
      SERVER: 'sip.provider.com',
      LOGIN: 'sip_user',
      PASSWORD: 'secret',
      AUTH_USER: null,
      OUTBOUND_PROXY: null,
      DETECT_LINE_NUMBER: 'N',
      LINE_DETECT_HEADER_ORDER: 'diversion;to',
      REGISTRATION_STATUS_CODE: null,
      REGISTRATION_ERROR_MESSAGE: null,
    });
    expect(Object.keys(answer.body)).toStrictEqual(['result', 'time']);
  });

  it('returns an office line with the access for incoming calls instead', async () => {
    await using portal = await startTestPortal({ random: () => 0.5 });
    const result = await portal.result('voximplant.sip.add', line({ TYPE: 'Office', TITLE: 'Office PBX 1' }));
    expect(result).toMatchObject({
      TYPE: 'office',
      CONFIG_ID: '1',
      TITLE: 'Office PBX 1',
      INCOMING_SERVER: expect.stringMatching(/^ip\.b24-.*\.bitrixphone\.com$/) as string,
      INCOMING_LOGIN: 'sip1',
      INCOMING_PASSWORD: '8'.repeat(32),
    });
    expect(result).not.toHaveProperty('REG_ID');
  });

  it('cleans what it stores', async () => {
    await using portal = await startTestPortal();
    await portal.result(
      'voximplant.sip.add',
      line({ TITLE: ' \tA line\n', SERVER: ' https://sip.provider.com ', LOGIN: ' me ', PASSWORD: ' s p ' }),
    );
    expect(portal.portal.lines()).toMatchObject([
      { title: 'A line', server: 'sip.provider.com', login: 'me', password: 's p' },
    ]);
  });

  it('makes a cloud line of a call without TYPE, an empty title of one without TITLE', async () => {
    await using portal = await startTestPortal();
    const result = await portal.result('voximplant.sip.add', { SERVER: 's', LOGIN: 'l' });
    expect(result).toMatchObject({ TYPE: 'cloud', TITLE: '', PASSWORD: null });
    await expect(portal.result('voximplant.sip.add', { SERVER: 's', LOGIN: 'l' })).resolves.toBeDefined();
  });

  it('reports all invalid fields at once', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.call('voximplant.sip.add', {
      TYPE: 'analog',
      SERVER: ' ',
      LOGIN: 'x'.repeat(101),
      PASSWORD: 'x'.repeat(101),
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toStrictEqual(
      error(
        'CHECK_FIELDS_ERROR',
        'PBX type not specified<br> Server address not specified<br> Login for connecting to the server cannot exceed ' +
          '100 characters<br> Password for connecting to the server cannot exceed 100 characters',
      ),
    );
  });

  it('counts characters, not code units', async () => {
    await using portal = await startTestPortal();
    const result = await portal.result('voximplant.sip.add', line({ LOGIN: '😀'.repeat(100) }));
    expect(result).toMatchObject({ LOGIN: '😀'.repeat(100) });
  });

  it('speaks Russian where the portal does', async () => {
    await using portal = await startTestPortal({ language: 'ru', cloudLimit: 0 });
    const missing = await portal.call('voximplant.sip.add', {});
    expect(missing.body).toStrictEqual(
      error('CHECK_FIELDS_ERROR', 'Не указан адрес сервера<br> Не указан логин для подключения к серверу'),
    );
    const full = await portal.call('voximplant.sip.add', line());
    expect(full.body).toStrictEqual(
      error('MAX_CLOUD_PBX', 'Вы не можете подключить более 0 виртуальных АТС.'),
    );
  });

  it('checks access, then fields, then the limit, then the title', async () => {
    await using portal = await startTestPortal({ cloudLimit: 1 });
    portal.portal.addForeignLine({ type: 'cloud', title: 'Taken' });
    const code = async (params: Record<string, unknown>, path = '/rest/1/emulatorwebhook1/') =>
      (await portal.send(`${path}voximplant.sip.add?${new URLSearchParams(params as never).toString()}`))
        .body['error'];
    const reader = portal.portal.addWebhook({ code: 'reader', canManageLines: false });
    expect(await code({ TITLE: 'Taken' }, reader)).toBe('ACCESS_DENIED');
    expect(await code({ TITLE: 'Taken' })).toBe('CHECK_FIELDS_ERROR');
    expect(await code({ TITLE: 'Taken', SERVER: 's', LOGIN: 'l' })).toBe('MAX_CLOUD_PBX');
    expect(await code({ TITLE: 'Taken', SERVER: 's', LOGIN: 'l', TYPE: 'office' })).toBe('TITLE_EXISTS');
    expect(portal.portal.lines()).toHaveLength(1);
  });

  it('counts cloud lines of the whole portal, not office lines', async () => {
    await using portal = await startTestPortal({ cloudLimit: 2 });
    portal.portal.addForeignLine({ type: 'cloud', title: 'Theirs' });
    await portal.result('voximplant.sip.add', line({ TYPE: 'office', TITLE: 'Office' }));
    await portal.result('voximplant.sip.add', line({ TITLE: 'Ours' }));
    const answer = await portal.call('voximplant.sip.add', line({ TITLE: 'One too many' }));
    expect(answer).toMatchObject({
      status: 400,
      body: error('MAX_CLOUD_PBX', 'You cannot connect more than 2 virtual PBXs.'),
    });
    portal.portal.setCloudLimit(3);
    await expect(portal.result('voximplant.sip.add', line({ TITLE: 'One too many' }))).resolves.toBeDefined();
  });

  it.each([
    ['in another letter case', 'sip LINE 1'],
    ['with other accents', 'SÍP liné 1'],
    ['with spaces around it', '  SIP line 1  '],
  ])('finds a title taken %s', async (_how, title) => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    const answer = await portal.call('voximplant.sip.add', line({ TITLE: title }));
    expect(answer.status).toBe(400);
    expect(answer.body).toStrictEqual(
      error('TITLE_EXISTS', 'The specified connection name is already registered in the system'),
    );
  });

  it('compares Cyrillic titles by letter: ё is е, й is not и', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line({ TITLE: 'Зелёный край' }));
    expect((await portal.call('voximplant.sip.add', line({ TITLE: 'ЗЕЛЕНЫЙ КРАЙ' }))).body['error']).toBe(
      'TITLE_EXISTS',
    );
    expect((await portal.call('voximplant.sip.add', line({ TITLE: 'Зеленый краи' }))).status).toBe(200);
  });

  it('compares Latin titles without accents', async () => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line({ TITLE: 'Café' }));
    expect((await portal.call('voximplant.sip.add', line({ TITLE: 'CAFE' }))).body['error']).toBe(
      'TITLE_EXISTS',
    );
    expect(await portal.result('voximplant.sip.get', { FILTER: { '=TITLE': 'cafe' } })).toMatchObject([
      { TITLE: 'Café' },
    ]);
  });

  it('finds a title taken by a rented number or another application', async () => {
    await using portal = await startTestPortal();
    portal.portal.addRentedNumber({ number: '74951234567', title: 'Moscow' });
    portal.portal.addForeignLine({ type: 'office', title: 'Theirs' });
    for (const TITLE of ['moscow', 'THEIRS']) {
      expect((await portal.call('voximplant.sip.add', line({ TITLE }))).body['error']).toBe('TITLE_EXISTS');
    }
  });

  it('creates the line even if the carrier does not register it', async () => {
    await using portal = await startTestPortal({ carrier: 'fails-without-reg-id' });
    expect(await portal.result('voximplant.sip.add', line({ TITLE: 'A' }))).not.toHaveProperty('REG_ID');
    portal.portal.setCarrier('fails-with-reg-id-0');
    expect(await portal.result('voximplant.sip.add', line({ TITLE: 'B' }))).toMatchObject({ REG_ID: 0 });
    portal.portal.setCarrier('registers');
    expect(await portal.result('voximplant.sip.add', line({ TITLE: 'C' }))).toMatchObject({ REG_ID: 150907 });
    expect(portal.portal.lines().map(({ title }) => title)).toStrictEqual(['A', 'B', 'C']);
    const listed = (await portal.result('voximplant.sip.get')) as Record<string, unknown>[];
    expect(listed.map((each) => each['REG_ID'])).toStrictEqual([undefined, '0', '150907']);
  });

  it('makes the new line the outgoing line only where there was none', async () => {
    await using portal = await startTestPortal();
    expect(portal.portal.outgoingLine()).toBe('LINK_BASE_NUMBER');
    await portal.result('voximplant.sip.add', line({ TITLE: 'First' }));
    await portal.result('voximplant.sip.add', line({ TITLE: 'Second' }));
    expect(portal.portal.outgoingLine()).toBe('reg150907');
  });

  it('takes a title as it is, whatever is in it', async () => {
    await using portal = await startTestPortal();
    const TITLE = `"a" & 'b' <c> 100% + $result[x] \\ / привет 😀`;
    expect(await portal.result('voximplant.sip.add', line({ TITLE }))).toMatchObject({ TITLE });
    expect(portal.portal.lines()[0]?.title).toBe(TITLE);
  });

  it('breaks on a list where it expects a text', async () => {
    await using portal = await startTestPortal();
    const answer = await portal.call('voximplant.sip.add', line({ TITLE: ['a'] }));
    expect(answer).toMatchObject({
      status: 500,
      body: error('INTERNAL_SERVER_ERROR', 'Internal server error'),
    });
    expect(portal.portal.lines()).toHaveLength(0);
  });
});
