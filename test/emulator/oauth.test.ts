import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { B24OAuth } from '@bitrix24/b24jssdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { startTestPortal, type RestAnswer, type TestPortal } from './support/caller.ts';
import { virtualClock } from './support/virtual-clock.ts';

const CLIENT_ID = 'local.emulated';
const CLIENT_SECRET = 'emulatedsecret';
const DAY_MS = 24 * 3_600_000;

let test: TestPortal;
beforeEach(async () => {
  test = await startTestPortal();
});
afterEach(() => test[Symbol.asyncDispose]());

const refresh = (changes: Record<string, string>, send = test.send): Promise<RestAnswer> =>
  send('/oauth/token/', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      ...changes,
    }),
  });
const field = (form: URLSearchParams, name: string) => form.get(`auth[${name}]`) ?? '';
const callWith = (token: string, method = 'scope') =>
  test.send(`/rest/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: token }),
  });

describe('an application that is installed', () => {
  it('gets its first tokens in the event', async () => {
    const form = test.portal.installApplication();
    expect(form.get('event')).toBe('ONAPPINSTALL');
    expect(form.toString()).toContain('auth%5Baccess_token%5D=');
    expect(Object.fromEntries(form)).toMatchObject({
      'data[INSTALLED]': 'Y',
      'auth[expires_in]': '3600',
      'auth[client_endpoint]': `${test.emulator.origin}/rest/`,
      'auth[member_id]': test.portal.memberId,
    });
    expect((await callWith(field(form, 'access_token'))).status).toBe(200);
  });

  it('exchanges its refresh token for new tokens, and the old one is no longer valid', async () => {
    const form = test.portal.installApplication({ userId: 7 });
    const refresh_token = field(form, 'refresh_token');
    const answer = await refresh({ refresh_token });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        expires_in: 3600,
        client_endpoint: `${test.emulator.origin}/rest/`,
        member_id: test.portal.memberId,
        user_id: 7,
      },
    });
    expect(answer.body['refresh_token']).not.toBe(refresh_token);
    expect((await callWith(String(answer.body['access_token']))).status).toBe(200);
    expect(await refresh({ refresh_token })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh({ refresh_token: String(answer.body['refresh_token']) })).toMatchObject({
      status: 200,
    });
  });

  it('may keep its old refresh token, on a server that takes it twice', async () => {
    test.portal.authorizationServer.setRefreshTokenReuse('accepted');
    const refresh_token = field(test.portal.installApplication(), 'refresh_token');
    expect((await refresh({ refresh_token })).status).toBe(200);
    expect((await refresh({ refresh_token })).status).toBe(200);
  });

  it.each([
    ['invalid_request', 400, { grant_type: 'password' }],
    ['invalid_request', 400, { refresh_token: '' }],
    ['invalid_client', 401, { client_secret: 'wrong' }],
    ['invalid_client', 401, { client_id: 'local.unknown' }],
    ['invalid_grant', 400, { refresh_token: 'unknown' }],
  ])('is told %s (%i) for %o', async (error, status, changes) => {
    const refresh_token = field(test.portal.installApplication(), 'refresh_token');
    expect(await refresh({ refresh_token, ...changes })).toMatchObject({ status, body: { error } });
  });

  it('gets nothing by the refresh token of another application, and has to pay', async () => {
    const { authorizationServer } = test.portal;
    authorizationServer.register({ clientId: 'app.other', clientSecret: 'other' });
    const refresh_token = field(test.portal.installApplication(), 'refresh_token');
    expect(await refresh({ refresh_token, client_id: 'app.other', client_secret: 'other' })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    authorizationServer.setPaymentRequired(true);
    expect(await refresh({ refresh_token })).toMatchObject({ body: { error: 'PAYMENT_REQUIRED' } });
  });

  it('loses everything when it is taken away', async () => {
    const form = test.portal.installApplication();
    const event = test.portal.uninstallApplication();
    expect(event.get('event')).toBe('ONAPPUNINSTALL');
    expect(field(event, 'application_token')).toBe(field(form, 'application_token'));
    expect([...event.keys()].filter((name) => /access_token|refresh_token/.test(name))).toEqual([]);
    expect((await callWith(field(form, 'access_token'))).body).toMatchObject({ error: 'invalid_token' });
    expect((await refresh({ refresh_token: field(form, 'refresh_token') })).body).toEqual({
      error: 'invalid_grant',
    });
  });
});

it('access tokens last an hour, refresh tokens 180 days', async () => {
  const clock = virtualClock();
  await using portal = await startTestPortal({ clock });
  const form = portal.portal.installApplication();
  const call = () =>
    portal.send('/rest/scope', {
      method: 'POST',
      body: new URLSearchParams({ auth: field(form, 'access_token') }),
    });
  await clock.advance(3_599_000);
  expect((await call()).status).toBe(200);
  await clock.advance(1_000);
  expect(await call()).toMatchObject({ status: 401, body: { error: 'expired_token' } });
  await clock.advance(180 * DAY_MS);
  const refresh_token = field(form, 'refresh_token');
  expect((await refresh({ refresh_token }, portal.send)).body).toEqual({ error: 'invalid_grant' });
});

it('requests for tokens are in the journal without secrets, and faults of the connection strike them', async () => {
  const refresh_token = field(test.portal.installApplication(), 'refresh_token');
  test.portal.faults.inject({ on: 'oauth/token', kind: 'drop', stage: 'after' });
  await expect(refresh({ refresh_token })).rejects.toThrow();
  expect(await refresh({ refresh_token })).toMatchObject({ body: { error: 'invalid_grant' } });
  const entries = test.portal.journal.entries('oauth/token');
  expect(entries).toMatchObject([
    { executed: true, fault: 'drop', outcome: 'drop', params: { client_id: CLIENT_ID } },
    { executed: false, status: 400 },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${refresh_token}|${CLIENT_SECRET}`));
});

it('names the server of a portal in its events and renewals', async () => {
  const form = test.portal.installApplication();
  const server_endpoint = `${test.emulator.origin}/rest/`;
  expect(field(form, 'server_endpoint')).toBe(server_endpoint);
  const { body } = await refresh({ refresh_token: field(form, 'refresh_token') });
  expect(body).toMatchObject({ server_endpoint, domain: new URL(test.emulator.origin).host });
});

it('an uninstalled application is NOT_INSTALLED where the server says so', async () => {
  const refresh_token = field(test.portal.installApplication(), 'refresh_token');
  test.portal.authorizationServer.setRevokedError('NOT_INSTALLED');
  test.portal.uninstallApplication();
  expect((await refresh({ refresh_token })).body).toEqual({ error: 'NOT_INSTALLED' });
});

it('an update brings working tokens, and another application token only if it is wanted', async () => {
  const installed = test.portal.installApplication();
  const updated = test.portal.updateApplication();
  expect(updated.get('event')).toBe('ONAPPUPDATE');
  expect(field(updated, 'application_token')).toBe(field(installed, 'application_token'));
  expect((await refresh({ refresh_token: field(updated, 'refresh_token') })).status).toBe(200);
  const another = test.portal.updateApplication({ newApplicationToken: true });
  expect(field(another, 'application_token')).not.toBe(field(installed, 'application_token'));
});

it('portals may share the server that renews tokens', async () => {
  const { authorizationServer } = test.portal;
  await using other = await startEmulator({ authorizationServer, memberId: 'b'.repeat(32) });
  const refresh_token = field(other.portal.installApplication(), 'refresh_token');
  expect((await refresh({ refresh_token })).body).toMatchObject({
    member_id: 'b'.repeat(32),
    client_endpoint: `${other.origin}/rest/`,
  });
});

it('events are sent to a handler on this machine by the control routes', async () => {
  const received: string[] = [];
  const handler = createServer((message, response) => {
    void message.toArray().then((chunks) => {
      received.push(Buffer.concat(chunks as Buffer[]).toString());
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => handler.listen(0, '127.0.0.1', resolve));
  const body = JSON.stringify({
    handler: `http://127.0.0.1:${(handler.address() as AddressInfo).port}/install`,
  });
  const post = (path: string, sent = body) => test.send(`/_emulator/${path}`, { method: 'POST', body: sent });
  expect(await post('install')).toMatchObject({ status: 200, body: { handlerStatus: 200 } });
  expect(await post('update')).toMatchObject({ status: 200 });
  expect(await post('confirm')).toMatchObject({ status: 200 });
  expect(await post('uninstall')).toMatchObject({ status: 200 });
  expect(received.map((text) => new URLSearchParams(text).get('event'))).toEqual([
    'ONAPPINSTALL',
    'ONAPPUPDATE',
    'ONAPPMETHODCONFIRM',
    'ONAPPUNINSTALL',
  ]);
  const long = JSON.stringify({ handler: `http://127.0.0.1/${'a'.repeat(2_000)}` });
  for (const elsewhere of [
    long,
    '{}',
    'x',
    '{"handler": "https://example.com/"}',
    '{"handler": "file:///etc"}',
  ]) {
    expect((await post('install', elsewhere)).status).toBe(400);
  }
  await new Promise((resolve) => handler.close(resolve));
  expect((await post('install')).status).toBe(502);
});

it("the vendor's SDK renews its token here and repeats the call", async () => {
  const form = test.portal.installApplication();
  const { origin } = test.emulator;
  const sdk = new B24OAuth(
    {
      applicationToken: field(form, 'application_token'),
      userId: 1,
      memberId: field(form, 'member_id'),
      accessToken: field(form, 'access_token'),
      refreshToken: field(form, 'refresh_token'),
      expires: Number(field(form, 'expires')),
      expiresIn: 3600,
      scope: 'telephony,call',
      domain: origin,
      clientEndpoint: `${origin}/rest`,
      serverEndpoint: `${origin}/rest/`,
      status: 'L',
    },
    { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  );
  test.portal.expireAccessTokens();
  const answer = await sdk.actions.v2.call.make({ method: 'scope', params: {} });
  expect(answer.getData()?.result).toEqual(['telephony', 'call']);
  expect(test.portal.journal.entries().map(({ method }) => method)).toEqual([
    'scope',
    'oauth/token',
    'scope',
  ]);
});
