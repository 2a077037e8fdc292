import { describe, expect, it } from 'vitest';
import { line, startTestPortal } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const HOOK = '/rest/1/emulatorwebhook1/';

describe('addresses and parameters', () => {
  it('takes method names in any letter case and with .json', async () => {
    await using portal = await startTestPortal();
    for (const name of [
      'voximplant.sip.get',
      'Voximplant.SIP.Get',
      'voximplant.sip.get.json',
      'voximplant.sip.get/',
    ]) {
      expect((await portal.send(HOOK + name)).body).toHaveProperty('result', []);
    }
  });

  it('takes JSON, forms and queries, the body before the query', async () => {
    await using portal = await startTestPortal();
    const post = (type: string, body: string, query = '') =>
      portal.send(`${HOOK}voximplant.sip.add${query}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
    await post('application/json; charset=utf-8', '{"title":"json & больше","SERVER":"s","LOGIN":"l"}');
    await post('application/x-www-form-urlencoded', 'TITLE=form+%26+%D0%B1&SERVER=s&LOGIN=l');
    await portal.send(`${HOOK}voximplant.sip.add?TITLE=query%20%26&SERVER=s&LOGIN=l`);
    await post('application/json', '{"TITLE":"body wins"}', '?TITLE=query&SERVER=s&LOGIN=l');
    expect(portal.portal.lines().map(({ title }) => title)).toStrictEqual([
      'json & больше',
      'form & б',
      'query &',
      'body wins',
    ]);
  });

  it('runs without parameters on a body that is no JSON, or of no known type', async () => {
    await using portal = await startTestPortal();
    for (const [type, body] of [
      ['application/json', '{"TITLE":'],
      ['application/json', '"text"'],
      ['text/plain', '{"TITLE":"x","SERVER":"s","LOGIN":"l"}'],
    ] as const) {
      const init = { method: 'POST', headers: { 'content-type': type }, body };
      const answer = await portal.send(`${HOOK}voximplant.sip.add`, init);
      expect(answer.body).toMatchObject({ error: 'CHECK_FIELDS_ERROR' });
    }
    expect(portal.portal.journal.entries().map(({ params }) => params)).toStrictEqual([{}, {}, {}]);
  });

  it('answers a page outside its REST interface, and to other HTTP methods', async () => {
    await using portal = await startTestPortal();
    expect(await portal.send('/')).toMatchObject({ status: 404 });
    expect((await portal.send('/company/')).headers.get('content-type')).toBe('text/html');
    expect((await portal.send(HOOK, { method: 'PUT' })).status).toBe(405);
  });

  it('escapes JSON as PHP does, without changing what it says', async () => {
    await using portal = await startTestPortal();
    const TITLE = `</script> "a" & 'b' \\" \\/`;
    const answer = await portal.call('voximplant.sip.add', line({ TITLE }));
    expect(answer.body['result']).toMatchObject({ TITLE });
    expect(answer.text).toContain(
      String.raw`"TITLE":"\u003C\/script\u003E \u0022a\u0022 \u0026 \u0027b\u0027 \\\u0022 \\\/"`,
    );
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('looks for the method before it looks at the caller', async () => {
    await using portal = await startTestPortal();
    const missing = { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' };
    expect(await portal.send('/rest/1/wrong/no.such.method')).toMatchObject({ status: 404, body: missing });
    expect(await portal.send(HOOK)).toMatchObject({ status: 404, body: missing });
  });
});

describe('webhooks', () => {
  it('refuses unknown codes and codes of another user', async () => {
    await using portal = await startTestPortal();
    const refusal = { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' };
    for (const path of ['/rest/1/wrong/', '/rest/2/emulatorwebhook1/', '/rest/']) {
      expect(await portal.send(`${path}voximplant.sip.get`)).toMatchObject({ status: 401, body: refusal });
    }
    portal.portal.removeWebhook('emulatorwebhook1');
    expect((await portal.call('voximplant.sip.get')).status).toBe(401);
  });

  it('knows several, each with its own user, scopes and rights', async () => {
    await using portal = await startTestPortal();
    const path = portal.portal.addWebhook({ code: 'second', userId: 42, scopes: ['crm'] });
    expect(path).toBe('/rest/42/second/');
    expect(await portal.send(`${path}voximplant.sip.get`)).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    });
    expect((await portal.send(`${path}scope`)).body).toMatchObject({ result: ['crm'] });
    portal.portal.addWebhook({ code: 'third', state: 'user-blocked' });
    expect(await portal.send('/rest/1/third/voximplant.sip.get')).toMatchObject({
      status: 403,
      body: { error: 'INVALID_CREDENTIALS', error_description: 'Invalid request credentials' },
    });
  });
});

describe('webhooks of the newest portals', () => {
  it('are refused with 401 where they do not exist, or their user is blocked', async () => {
    await using portal = await startTestPortal({ generation: 'newer' });
    const blocked = portal.portal.addWebhook({ code: 'blocked', state: 'user-blocked' });
    for (const [path, error, error_description] of [
      ['/rest/1/wrong/', 'INVALID_CREDENTIALS', 'Invalid request credentials'],
      [blocked, 'authorization_error', 'Unable to authorize user'],
    ] as const) {
      expect(await portal.send(`${path}voximplant.sip.get`)).toMatchObject({
        status: 401,
        body: { error, error_description },
      });
    }
    const unscoped = portal.portal.addWebhook({ code: 'unscoped', scopes: [] });
    expect(await portal.send(`${unscoped}voximplant.sip.get`)).toMatchObject({
      status: 401,
      body: { error: 'insufficient_scope' },
    });
  });

  it('need https, which is 401', async () => {
    await using portal = await startTestPortal({ generation: 'newer', requireHttps: true });
    expect(await portal.call('scope')).toMatchObject({ status: 401, body: { error: 'INVALID_REQUEST' } });
  });
});

describe('access tokens', () => {
  it('are refused where their user or application is gone', async () => {
    await using portal = await startTestPortal();
    portal.portal.addToken({ accessToken: 'token', applicationId: 'app.1' });
    for (const [state, error] of [
      ['user-blocked', 'authorization_error'],
      ['application-missing', 'APPLICATION_NOT_FOUND'],
    ] as const) {
      portal.portal.setTokenState('token', state);
      expect(await portal.send('/rest/scope?auth=token')).toMatchObject({ status: 401, body: { error } });
    }
  });

  it('are not checked while the authorization server is out of reach, which webhooks do not need', async () => {
    await using portal = await startTestPortal();
    portal.portal.addToken({ accessToken: 'token', applicationId: 'app.1' });
    portal.portal.setCondition('no-authorization-server');
    expect(await portal.send('/rest/scope?auth=token')).toMatchObject({
      status: 401,
      body: { error: 'CONNECTION_ERROR' },
    });
    expect((await portal.call('scope')).status).toBe(200);
  });

  it('are taken from the body or the query', async () => {
    await using portal = await startTestPortal();
    portal.portal.addToken({ accessToken: 'token', applicationId: 'app.1' });
    const answer = await portal.send('/rest/voximplant.sip.add', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...line(), auth: 'token' }),
    });
    expect(answer.status).toBe(200);
    expect((await portal.send('/rest/voximplant.sip.get.json?auth=token')).body).toMatchObject({ total: 1 });
    expect(portal.portal.lines()).toMatchObject([{ applicationId: 'app.1' }]);
    expect(await portal.result('voximplant.sip.get')).toStrictEqual([]);
    expect(portal.portal.journal.entries('voximplant.sip.add')[0]?.params).toStrictEqual(line());
  });

  it('are refused for what they are', async () => {
    const clock = virtualClock();
    await using portal = await startTestPortal({ clock });
    const add = (accessToken: string, more = {}) => {
      portal.portal.addToken({ accessToken, applicationId: 'app.1', ...more });
    };
    const call = (token: string) => portal.send(`/rest/voximplant.sip.get?auth=${token}`);
    expect(await call('unknown')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    add('expired', { state: 'expired' });
    expect(await call('expired')).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    add('aging', { expiresAt: clock.now() + 3_600_000 });
    expect((await call('aging')).status).toBe(200);
    await clock.advance(3_600_000);
    expect((await call('aging')).body).toMatchObject({ error: 'expired_token' });
    add('excluded', { state: 'user-excluded' });
    expect(await call('excluded')).toMatchObject({ status: 403, body: { error: 'user_access_error' } });
    add('narrow', { scopes: ['telephony'] });
    expect((await call('narrow')).status).toBe(200);
    portal.portal.setTokenState('narrow', 'expired');
    expect((await call('narrow')).body).toMatchObject({ error: 'expired_token' });
  });
});

describe('the time block', () => {
  it('reports when the work was done, in the time zone of the portal', async () => {
    const clock = virtualClock(Date.UTC(2026, 2, 16, 9, 42, 8, 250));
    await using portal = await startTestPortal({ clock, latency: { '*': 1.5 } });
    const pending = portal.call('voximplant.sip.get');
    await clock.advance(0);
    while (portal.portal.journal.entries().length === 0) await clock.advance(0);
    await clock.advance(1500);
    expect((await pending).body['time']).toStrictEqual({
      start: 1773654128.25,
      finish: 1773654129.75,
      duration: 1.5,
      processing: 1.5,
      date_start: '2026-03-16T12:42:08+03:00',
      date_finish: '2026-03-16T12:42:09+03:00',
      operating_reset_at: 1773654728,
      operating: 1.5,
    });
  });

  it('says nothing of work on an on-premise portal', async () => {
    await using portal = await startTestPortal({ edition: 'on-premise', utcOffsetMinutes: -210 });
    const time = (await portal.call('voximplant.sip.get')).body['time'] as Record<string, unknown>;
    expect(Object.keys(time)).not.toContain('operating');
    expect(time['date_start']).toMatch(/-03:30$/);
  });
});

describe('conditions of the whole portal', () => {
  it.each([
    ['overloaded', 'older', 503, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload'],
    ['overloaded', 'newer', 401, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload'],
    ['deleted', 'older', 500, 'PORTAL_DELETED', 'Portal was deleted'],
    ['deleted', 'newer', 403, 'PORTAL_DELETED', 'Portal was deleted'],
    ['no-rest-plan', 'older', 403, 'ACCESS_DENIED', 'REST API is available only on commercial plans'],
    ['no-rest-plan', 'newer', 401, 'ACCESS_DENIED', 'REST API is available only on commercial plans'],
    [
      'no-feature',
      'newer',
      403,
      'FEATURE_NOT_AVAILABLE_ON_CURRENT_PLAN',
      'This feature is not available on the current plan',
    ],
    [
      'blocked-license',
      'newer',
      403,
      'PORTAL_BLOCKED_BY_LICENSE_SCANNER',
      'Portal is blocked by the license scanner',
    ],
  ] as const)('%s, %s', async (condition, generation, status, code, text) => {
    await using portal = await startTestPortal({ generation });
    portal.portal.setCondition(condition);
    const refusal = { status, body: { error: code, error_description: text } };
    expect(await portal.call('voximplant.sip.add', line())).toMatchObject(refusal);
    expect(await portal.call('batch', { cmd: { a: 'voximplant.sip.get' } })).toMatchObject(refusal);
    portal.portal.setCondition('normal');
    expect(portal.portal.lines()).toHaveLength(0);
    expect((await portal.call('voximplant.sip.get')).status).toBe(200);
  });

  it('renamed: every request to the old host is sent on, unexecuted', async () => {
    await using portal = await startTestPortal();
    const port = new URL(portal.emulator.origin).port;
    portal.portal.rename(`localhost:${port}`);
    const answer = await portal.call('voximplant.sip.add?x=1', line());
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`http://localhost:${port}${HOOK}voximplant.sip.add?x=1`);
    expect(portal.portal.journal.entries()).toMatchObject([{ status: 302, executed: false }]);
    expect(portal.portal.lines()).toHaveLength(0);
    const request = { method: 'POST', path: `${HOOK}voximplant.sip.get`, query: '', body: '' } as const;
    const headers = { host: `LOCALHOST:${port}` };
    expect(await portal.portal.handle({ ...request, headers, remoteAddress: '::1' })).toMatchObject({
      status: 200,
    });
  });
});
