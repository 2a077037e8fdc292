import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';
import type { TestPortal } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const missing = { error: '', error_description: 'Parameter USER_ID is not set' };

describe('users', () => {
  it('are read one by one or several at once', async () => {
    await using portal = await startTestPortal({ usersByWebhook: true });
    portal.portal.putUser({ id: 7, defaultLine: 'sip1', innerNumber: '107' });
    expect(await portal.result('voximplant.user.get', { USER_ID: '7' })).toStrictEqual([
      {
        ID: '7',
        DEFAULT_LINE: 'sip1',
        PHONE_ENABLED: null,
        SIP_SERVER: 'ip.b24-6058-1587535982.bitrixphone.com',
        SIP_LOGIN: 'phone7',
        SIP_PASSWORD: null,
        INNER_NUMBER: '107',
      },
    ]);
    const both = (await portal.result('voximplant.user.get', { USER_ID: [7, 1, 99] })) as { ID: string }[];
    expect(both.map(({ ID }) => ID).sort()).toStrictEqual(['1', '7']);
    expect(await portal.result('voximplant.user.get', { USER_ID: 99 })).toStrictEqual([]);
  });

  it('are refused without a code where USER_ID is missing', async () => {
    await using portal = await startTestPortal();
    for (const method of ['user.get', 'user.activatePhone', 'user.deactivatePhone']) {
      expect(await portal.call(`voximplant.${method}`)).toMatchObject({ status: 400, body: missing });
    }
  });

  it('are refused to those who may not change users', async () => {
    await using portal = await startTestPortal({ webhook: { code: 'reader', canManageUsers: false } });
    expect(await portal.call('voximplant.user.get', { USER_ID: 1 })).toMatchObject({
      status: 403,
      body: {
        error: 'ACCESS_DENIED',
        error_description: 'Access denied! You have no permission to query selected users',
      },
    });
    expect(await portal.call('voximplant.user.activatePhone', { USER_ID: 1 })).toMatchObject({
      status: 400,
      body: { error: '', error_description: "You are not allowed to modify user's settings" },
    });
  });

  it('are shown to an application once an administrator has agreed', async () => {
    await using portal = await startTestPortal();
    portal.portal.addToken({ accessToken: 'token', applicationId: 'app.1' });
    const get = () => portal.send('/rest/voximplant.user.get?auth=token&USER_ID=1');
    const waiting = {
      status: 401,
      body: { error: 'METHOD_CONFIRM_WAITING', error_description: 'Waiting for confirmation' },
    };
    expect(await get()).toMatchObject(waiting);
    expect(await get()).toMatchObject(waiting);
    portal.portal.confirmMethod('app.1', 'voximplant.user.get', 'denied');
    expect(await get()).toMatchObject({ status: 403, body: { error: 'METHOD_CONFIRM_DENIED' } });
    portal.portal.confirmMethod('app.1', 'voximplant.user.get', 'allowed');
    expect((await get()).body).toMatchObject({ result: [{ ID: '1' }] });
    portal.portal.addToken({ accessToken: 'another', applicationId: 'app.1' });
    expect(await portal.send('/rest/voximplant.user.get?auth=another&USER_ID=1')).toMatchObject(waiting);
  });

  it('are not shown to a webhook, not even in a batch', async () => {
    await using portal = await startTestPortal();
    const refusal = {
      error: 'ACCESS_DENIED',
      error_description: 'Access denied! Application context required',
    };
    expect(await portal.call('voximplant.user.get', { USER_ID: 1 })).toMatchObject({
      status: 403,
      body: refusal,
    });
    const { result_error } = await portal.batch({ users: 'voximplant.user.get?USER_ID=1' });
    expect(result_error).toEqual({ users: refusal });
  });

  it('have a phone that switching off switches on', async () => {
    await using portal = await startTestPortal();
    const enabled = (id: number) => portal.portal.users().find((user) => user.id === id)?.phoneEnabled;
    portal.portal.putUser({ id: 7 });
    expect(await portal.result('voximplant.user.deactivatePhone', { USER_ID: 7 })).toBe(1);
    expect(enabled(7)).toBe(true);
    portal.portal.putUser({ id: 8 });
    expect(await portal.result('voximplant.user.activatePhone', { USER_ID: 8 })).toBe(1);
    expect(enabled(8)).toBe(true);
  });

  it('have a phone that can be switched off where the portal was mended', async () => {
    await using portal = await startTestPortal({ deactivatePhoneWorks: true });
    await portal.result('voximplant.user.deactivatePhone', { USER_ID: 1 });
    expect(portal.portal.users()).toMatchObject([{ id: 1, phoneEnabled: false }]);
  });
});

describe('callbacks and infocalls', () => {
  const methods = [
    'voximplant.callback.start',
    'voximplant.infocall.startwithtext',
    'voximplant.infocall.startwithsound',
  ];
  const call = {
    FROM_LINE: 'reg150907',
    TO_NUMBER: '+7 (999) 123-45-67',
    TEXT_TO_PRONOUNCE: 'Hello',
    URL: 'http://x',
  };

  it.each(methods)('%s rings and leaves a trace', async (method) => {
    await using portal = await startTestPortal({ random: () => 0 });
    await portal.result('voximplant.sip.add', line());
    expect(await portal.result(method, call)).toStrictEqual({
      RESULT: true,
      CALL_ID: expect.stringMatching(/^(callback|infocall)\.0{32}\.\d{10}$/) as string,
    });
    expect(await portal.result('voximplant.statistic.get')).toMatchObject([
      {
        PORTAL_NUMBER: 'reg150907',
        PHONE_NUMBER: '+79991234567',
        CALL_TYPE: method.includes('callback') ? '4' : '5',
      },
    ]);
  });

  it.each([
    [methods[0], { FROM_LINE: 'reg000000' }, 'Could not find line reg000000'],
    [methods[1], { FROM_LINE: 'reg000000' }, 'Could not find config for number reg000000'],
    [methods[2], { FROM_LINE: 'LINK_BASE_NUMBER' }, 'Making infocall using LINK_BASE_NUMBER is not allowed'],
    [methods[0], { TO_NUMBER: 'nobody' }, 'Phone number is not correct'],
    [methods[1], { TO_NUMBER: undefined }, 'Phone number is not correct'],
  ])('%s with %j: %s', async (method = '', changes, error_description) => {
    await using portal = await startTestPortal();
    await portal.result('voximplant.sip.add', line());
    expect(await portal.call(method, { ...call, ...changes })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_CORE', error_description },
    });
  });

  it('end with the info calls of the month', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    await portal.result('voximplant.sip.add', line());
    portal.portal.setInfocallLimit(1);
    await portal.result(methods[1] ?? '', call);
    for (const method of methods.slice(1)) {
      expect(await portal.call(method, call)).toMatchObject({
        status: 400,
        body: { error: 'ERROR_CORE', error_description: 'Infocall limit for this month is exceeded' },
      });
    }
    expect((await portal.call(methods[0] ?? '', call)).status).toBe(200);
    await clock.advance(31 * 24 * 3_600_000);
    expect((await portal.call(methods[2] ?? '', call)).status).toBe(200);
  });

  it('need their scope and the right to call', async () => {
    await using portal = await startTestPortal();
    const telephony = portal.portal.addWebhook({ code: 'telephony', scopes: ['telephony'] });
    const infocall = 'voximplant.infocall.startwithtext';
    expect((await portal.send(telephony + infocall)).body).toMatchObject({ error: 'insufficient_scope' });
    expect((await portal.send(`${telephony}voximplant.callback.start`)).body).toMatchObject({
      error: 'ERROR_CORE',
    });
    await using published = await startTestPortal({ callbackScope: 'call' });
    for (const [scopes, error] of [
      [['telephony'], 'insufficient_scope'],
      [['call'], 'ERROR_CORE'],
    ] as const) {
      const webhook = published.portal.addWebhook({ code: scopes[0], scopes });
      expect((await published.send(`${webhook}voximplant.callback.start`)).body).toMatchObject({ error });
    }
    const silent = portal.portal.addWebhook({ code: 'silent', canCall: false });
    for (const method of methods) {
      expect(await portal.send(silent + method)).toMatchObject({
        status: 403,
        body: { error: 'ACCESS_DENIED' },
      });
    }
  });
});

describe('voximplant.statistic.get', () => {
  const rows = async (portal: TestPortal, params: unknown) => {
    const { body } = await portal.call('voximplant.statistic.get', params);
    return { ...body, ids: (body['result'] as { ID: string }[]).map(({ ID }) => Number(ID)) };
  };
  const threeCalls = (portal: TestPortal) => {
    portal.portal.addCall({ type: 2, startedAt: Date.UTC(2026, 2, 10), failedCode: '304', duration: 0 });
    portal.portal.addCall({
      phoneNumber: '74950000000',
      startedAt: Date.UTC(2026, 2, 11),
      recordFileId: 9079,
      vote: 5,
    });
    portal.portal.addCall({ startedAt: Date.UTC(2026, 2, 12), userId: 7, cost: '1.5000' });
  };

  it('returns rows with every number as a string except RECORD_FILE_ID', async () => {
    await using portal = await startTestPortal();
    threeCalls(portal);
    const { body } = await portal.call('voximplant.statistic.get', { FILTER: { ID: 2 } });
    expect(body).toMatchObject({ total: 1 });
    expect((body['result'] as unknown[])[0]).toMatchObject({
      ID: '2',
      PORTAL_USER_ID: '1',
      CALL_DURATION: '60',
      CALL_START_DATE: '2026-03-11T03:00:00+03:00',
      CALL_VOTE: '5',
      SESSION_ID: '0',
      COST: '0.0000',
      RECORD_FILE_ID: 9079,
      CALL_TYPE: '1',
      CRM_ENTITY_ID: null,
    });
  });

  it.each([
    [{ FILTER: { CALL_TYPE: 2 } }, [1]],
    [{ FILTER: { '>=CALL_START_DATE': '2026-03-11T03:00:00+03:00' } }, [2, 3]],
    [{ FILTER: { '<CALL_START_DATE': '2026-03-11' } }, [1]],
    [{ FILTER: { '%PHONE_NUMBER': '4950' } }, [2]],
    [{ FILTER: { PORTAL_USER_ID: [7, 8] } }, [3]],
    [{ FILTER: { '>ID': 1 }, SORT: 'ID', ORDER: 'ASC' }, [2, 3]],
    [{ SORT: 'ID', ORDER: 'DESC' }, [3, 2, 1]],
    [{ SORT: 'COST', ORDER: 'DESC' }, [3, 1, 2]],
    [{ SORT: 'CALL_TYPE', ORDER: 'DESC' }, [1, 2, 3]],
    [{ SORT: 'ID', ORDER: 'desc' }, [1, 2, 3]],
    [{ FILTER: { NONSENSE: 1, '~ID': 1 } }, [1, 2, 3]],
  ])('%j', async (params, ids) => {
    await using portal = await startTestPortal();
    threeCalls(portal);
    expect((await rows(portal, params)).ids).toStrictEqual(ids);
  });

  it('can be walked by ID, uncounted', async () => {
    await using portal = await startTestPortal();
    for (let index = 0; index < 120; index += 1) portal.portal.addCall({});
    const seen: number[] = [];
    let pages = 0;
    for (;;) {
      const page = await rows(portal, {
        FILTER: { '>ID': seen.at(-1) ?? 0 },
        SORT: 'ID',
        ORDER: 'ASC',
        start: -1,
      });
      expect(page).toMatchObject({ total: 0 });
      expect(page).not.toHaveProperty('next');
      seen.push(...page.ids);
      pages += 1;
      if (page.ids.length < 50) break;
    }
    expect(pages).toBe(3);
    expect(seen).toStrictEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    const last = await rows(portal, { SORT: 'ID', ORDER: 'DESC', start: -1 });
    expect(last.ids.slice(0, 2)).toStrictEqual([120, 119]);
  });

  it('returns a total of 0 if nothing matches, and requires its permission', async () => {
    await using portal = await startTestPortal();
    expect((await portal.call('voximplant.statistic.get')).body).toMatchObject({ result: [], total: 0 });
    const blind = portal.portal.addWebhook({ code: 'blind', canViewStatistics: false });
    expect((await portal.send(`${blind}voximplant.statistic.get`)).status).toBe(403);
  });
});

describe('the line of an external telephony application', () => {
  it.each(['REST_APP:3', '+7 495 000-00-03'])('%s makes callbacks without a CALL_ID', async (FROM_LINE) => {
    await using portal = await startTestPortal();
    portal.portal.addTelephonyApplication({ id: 3, numbers: ['+7 495 000-00-03'] });
    const call = { FROM_LINE, TO_NUMBER: '89061234567', TEXT_TO_PRONOUNCE: 'Hello' };
    expect(await portal.result('voximplant.callback.start', call)).toStrictEqual({
      RESULT: true,
      CALL_ID: null,
    });
    // The application makes the call, so the portal has none to list.
    expect(await portal.result('voximplant.statistic.get')).toStrictEqual([]);
    expect((await portal.call('voximplant.callback.start', { ...call, TO_NUMBER: 'x' })).body).toMatchObject({
      error_description: 'Phone number is not correct',
    });
    expect((await portal.call('voximplant.infocall.startwithtext', call)).body).toMatchObject({
      error_description: `Could not find config for number ${FROM_LINE}`,
    });
  });
});

describe('everything else', () => {
  it('links lead to the portal itself', async () => {
    await using portal = await startTestPortal();
    expect(await portal.result('voximplant.url.get')).toStrictEqual({
      detail_statistics: `${portal.emulator.origin}/telephony/detail.php`,
      buy_connector: `${portal.emulator.origin}/settings/license_phone_sip.php`,
      edit_config: `${portal.emulator.origin}/telephony/edit.php?ID=#CONFIG_ID#`,
      lines: `${portal.emulator.origin}/telephony/lines.php`,
    });
  });

  it('voices have names', async () => {
    await using portal = await startTestPortal();
    expect(await portal.result('voximplant.tts.voices.get')).toMatchObject({
      ruinternalfemale: 'Russian (female) (Default)',
    });
  });

  it('the interface describes itself', async () => {
    await using portal = await startTestPortal({ webhook: { code: 'half', scopes: ['telephony'] } });
    expect(await portal.result('scope')).toStrictEqual(['telephony']);
    expect(await portal.result('methods')).toContain('voximplant.sip.add');
    expect(await portal.result('methods')).not.toContain('voximplant.infocall.startwithtext');
    expect(await portal.result('methods', { full: true })).toContain('voximplant.infocall.startwithtext');
    expect(await portal.result('methods', { scope: 'call' })).toStrictEqual([
      'voximplant.infocall.startwithtext',
      'voximplant.infocall.startwithsound',
    ]);
    expect(await portal.result('methods', { scope: '' })).toStrictEqual([
      'batch',
      'scope',
      'methods',
      'method.get',
      'server.time',
      'profile',
    ]);
    expect(await portal.result('method.get', { name: 'Voximplant.infocall.startwithtext' })).toStrictEqual({
      isExisting: true,
      isAvailable: false,
    });
    expect(await portal.result('server.time')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
    expect(await portal.result('profile')).toMatchObject({ ID: '1', ADMIN: true });
  });
});
