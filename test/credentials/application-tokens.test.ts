import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { startApp, type App, type AppOptions } from '../../src/app/app.ts';
import { openPortal } from '../../src/app/open-portal.ts';
import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { grantOf, startApplication, type ApplicationGateway } from '../support/application.ts';
import type { GraphQLAnswer } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { sampled } from '../support/random-runs.ts';

const HOUR_MS = 3_600_000;
const LINES = '{ sipLines { nodes { title } } }';
const LINE = 'query ($id: ID!) { sipLine(configId: $id) { title } }';
const errorsOf = ({ errors }: GraphQLAnswer) => errors?.map(({ extensions }) => extensions);
const codeOf = (answer: GraphQLAnswer) => errorsOf(answer)?.[0]?.['code'];

let application: ApplicationGateway;
let aheadMs: number;
let passedMs = 0;
afterEach(() => application[Symbol.asyncDispose]());

/** The machine's clock, put forward by what the test lets pass. */
const clock: Clock = { ...systemClock(), now: () => performance.now() + passedMs };

/** Lets time pass, by every clock. */
function pass(ms: number): void {
  aheadMs += ms;
  passedMs += ms;
}

/** The application, installed. Its wall clock can be put forward by `aheadMs`. */
async function start(options: Partial<AppOptions> = {}, emulator: EmulatorOptions = {}): Promise<void> {
  aheadMs = 0;
  application = await startApplication({
    app: { wallClock: () => Date.now() + aheadMs, clock, ...options },
    emulator,
  });
  await application.install();
  application.portal.portal.journal.clear();
}
/** Another gateway that shares the token file. */
async function startAnother(): Promise<App> {
  const config = readSettings({ ...application.environment, PORT: '0', LOG_LEVEL: 'silent' });
  const { source } = await openPortal(config);
  return startApp({ config, source, logDestination: { write: () => undefined } });
}
const expire = () => {
  application.portal.portal.expireAccessTokens();
};
const fault = (changes: Fault) => application.portal.portal.faults.inject({ ...changes, on: 'oauth/token' });
const callsOf = (method: string) =>
  application.portal.portal.journal.entries(method).map(({ errorCode }) => errorCode);

describe('a token that has expired', () => {
  it('is renewed when the portal says so, and the call is made again', async () => {
    await start();
    expire();
    const answer = await application.ask(LINES);
    expect([answer.errors, answer.data]).toEqual([undefined, { sipLines: { nodes: [] } }]);
    expect(application.portal.portal.journal.entries().map(({ method }) => method)).toEqual([
      'voximplant.sip.get',
      'oauth/token',
      'voximplant.sip.get',
    ]);
    await application.ask(LINES);
    expect(application.refreshes()).toBe(1);
  });

  it('leaves it to the caller to send the operation again if there is no time left', async () => {
    const method = 'voximplant.sip.get';
    const sleep = () => {
      pass(60_000);
      return Promise.resolve();
    };
    await start({}, { clock: { now: () => Date.now(), sleep }, latency: { [method]: 1 } });
    application.portal.portal.faults.inject({
      kind: 'error',
      stage: 'after',
      on: method,
      status: 401,
      code: 'expired_token',
    });
    expect(errorsOf(await application.ask(LINES))).toMatchObject([
      { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) as number },
    ]);
    expect(callsOf(method)).toEqual(['expired_token']);
  });

  it('says when to send it again if its method was refused meanwhile', async () => {
    const method = 'voximplant.sip.get';
    let answerFirst: () => void = () => undefined;
    const sleep = () => new Promise<void>((resolve) => (answerFirst = resolve));
    await start({}, { clock: { now: () => Date.now(), sleep }, latency: { [method]: 1 } });
    const { faults } = application.portal.portal;
    const error = { kind: 'error', on: method } as const;
    faults.inject({ ...error, stage: 'after', status: 401, code: 'expired_token' });
    const first = application.ask(LINES);
    await expect.poll(() => callsOf(method).length).toBe(1);
    faults.inject({ ...error, status: 429, code: 'OPERATION_TIME_LIMIT' });
    const refused = application.ask(LINE, { variables: { id: '1' } });
    await expect.poll(() => callsOf(method)).toContain('OPERATION_TIME_LIMIT');
    expect(errorsOf(await refused)).toMatchObject([{ retryAfterMs: 60_000 }]);
    pass(19_900);
    answerFirst();
    const [late] = errorsOf(await first) ?? [];
    expect(late).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(late?.['retryAfterMs'])).toBeGreaterThan(35_000);
    expect(Number(late?.['retryAfterMs'])).toBeLessThanOrEqual(40_100);
  });

  it('is renewed without asking the portal once its time is over, and never before', async () => {
    await start();
    aheadMs = HOUR_MS - 60_000;
    await application.ask(LINES);
    expect(application.refreshes()).toBe(0);
    aheadMs = HOUR_MS;
    expect((await application.ask(LINES)).errors).toBeUndefined();
    expect(application.refreshes()).toBe(1);
    expect(callsOf('voximplant.sip.get')).toEqual([undefined, undefined]);
  });

  it('is renewed exactly once for a hundred calls at the same moment', async () => {
    await start();
    await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    expire();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        application.ask(LINE, { variables: { id: String(index + 1) } }),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(answers.map(({ data }) => data?.['sipLine'])).toEqual([
      { title: 'Sales' },
      ...Array<null>(99).fill(null),
    ]);
    expect(application.refreshes()).toBe(1);
    // Calls wait for the new token instead of trying the old one each.
    expect(callsOf('voximplant.sip.get').filter(Boolean).length).toBeLessThanOrEqual(10);
  });

  it('creates no duplicate line', async () => {
    await start();
    expire();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        application.ask(ADD_SIP_LINE, { variables: { input: { ...NEW_LINE, title: `Line ${index}` } } }),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(application.portal.portal.lines()).toHaveLength(8);
    expect(application.refreshes()).toBe(1);
  });

  it('is renewed once by two processes that share the file', async () => {
    await start();
    await using second = await startAnother();
    expire();
    const ask = (url: string) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: LINES }),
      }).then((response) => response.json());
    const answers = await Promise.all([ask(application.gateway.url), ask(second.url)]);
    expect(answers).toEqual([{ data: { sipLines: { nodes: [] } } }, { data: { sipLines: { nodes: [] } } }]);
    expect(application.refreshes()).toBe(1);
  });
});

it('tokens that can no longer be read are said in the log and in readiness, and changed by nobody', async () => {
  await start();
  await writeFile(application.tokenFile, 'damaged');
  const { status, errors } = await application.ask(LINES);
  expect(status).toBe(500);
  expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false } }]);
  expect(await application.ready()).toEqual({ status: 503, body: { status: 'tokens-unreadable' } });
  expect(application.gateway.log()).toMatch(/The token file \S+ is damaged, or is another program's/);
  expect((await application.sendEvent(application.other.portal.installApplication())).status).toBe(500);
  // The token of the event is still worth something.
  expect(application.refreshes()).toBe(0);
  expect(await readFile(application.tokenFile, 'utf8')).toBe('damaged');
});

it('a portal that sends the gateway elsewhere is not followed with the token', async () => {
  await start();
  application.portal.portal.rename(new URL(application.other.origin).host);
  expect(errorsOf(await application.ask(LINES))).toMatchObject([
    { code: 'PORTAL_UNAVAILABLE', retryable: false },
  ]);
  expect(application.other.portal.journal.entries()).toEqual([]);
});

it('a portal that has moved is found at the address that comes with the next token', async () => {
  await start();
  const { memberId } = application.portal.portal;
  const moved = { accessToken: 'token-after-the-move', applicationId: 'local.emulated' };
  application.other.portal.addToken(moved);
  fault({
    kind: 'body',
    status: 200,
    body: JSON.stringify({
      access_token: moved.accessToken,
      refresh_token: 'refresh-after-the-move',
      expires_in: '3600',
      client_endpoint: `${application.other.origin}/rest/`,
      member_id: memberId,
    }),
  });
  const ask = async () => {
    const { data } = await application.ask('{ sipConnector { freeMinutes } sipLines { nodes { id } } }');
    return data;
  };
  await ask();
  aheadMs = HOUR_MS;
  expect(await ask()).toMatchObject({ sipLines: { nodes: [] } });
  expect(application.other.portal.journal.entries('voximplant.sip.get')).toHaveLength(1);
});

it('a gateway that stops while a token is renewed stores it first', async () => {
  await start();
  const before = await readFile(application.tokenFile, 'utf8');
  // The headers of the answer come at once: the old token is worth nothing any more.
  fault({ kind: 'slow-body', overMs: 300 });
  aheadMs = HOUR_MS;
  const client = new AbortController();
  const asked = application.ask(LINES, { signal: client.signal }).catch(() => 'hung up');
  await expect.poll(() => application.refreshes()).toBe(1);
  client.abort();
  expect(await asked).toBe('hung up');
  await application.gateway.app.close();
  expect(await readFile(application.tokenFile, 'utf8')).not.toBe(before);
  await using next = await startAnother();
  const response = await fetch(next.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: LINES }),
  });
  expect(await response.json()).toEqual({ data: { sipLines: { nodes: [] } } });
  expect(application.refreshes()).toBe(1);
});

it('a token that was replaced is no less secret if the portal quotes it', async () => {
  await start();
  const { portal } = application.portal;
  fault({ kind: 'body', status: 200, body: grantOf(application) });
  portal.addToken({ accessToken: 'sentinel-access-token', applicationId: 'local.emulated' });
  aheadMs = HOUR_MS;
  expect((await application.ask(LINES)).errors).toBeUndefined();
  // Renewed while a call is under way that was sent with the token before.
  fault({ kind: 'body', status: 200, body: grantOf(application, { access_token: 'another-access-token' }) });
  portal.addToken({ accessToken: 'another-access-token', applicationId: 'local.emulated' });
  portal.setTokenState('sentinel-access-token', 'expired');
  expect((await application.ask(LINES)).errors).toBeUndefined();
  const quote = 'Tokens: sentinel-access-token, %73entinel-refresh-token, another-access-token';
  portal.faults.inject({
    kind: 'error',
    on: 'voximplant.sip.get',
    status: 400,
    code: 'X',
    description: quote,
    times: Infinity,
  });
  const { errors, text } = await application.ask(LINES);
  expect(errors).toMatchObject([
    { extensions: { bitrix24: { description: 'Tokens: [redacted], [redacted], [redacted]' } } },
  ]);
  expect(text + application.gateway.log()).not.toContain('sentinel');
});

it('a token in the error of the authorization server is no code to be shown', async () => {
  await start();
  fault({
    kind: 'body',
    status: 200,
    body: grantOf(application, { refresh_token: 'sentinel_refresh_token' }),
  });
  application.portal.portal.addToken({
    accessToken: 'sentinel-access-token',
    applicationId: 'local.emulated',
  });
  aheadMs = HOUR_MS;
  await application.ask(LINES);
  fault({ kind: 'body', status: 400, body: '{"error": "bad_sentinel_refresh_token"}' });
  aheadMs = 3 * HOUR_MS;
  const { errors, text } = await application.ask(LINES);
  expect(errors).toMatchObject([{ extensions: { bitrix24: { error: 'bad_[redacted]' } } }]);
  expect(text + application.gateway.log()).not.toContain('sentinel');
});

describe('a method that an administrator has to confirm', () => {
  const USERS = '{ telephonyUsers(userIds: [1]) { userId } }';

  it.each([
    ['allowed', 'allowed', { telephonyUsers: [{ userId: '1' }] }, []],
    ['denied', 'denied', { telephonyUsers: [null] }, ['CONFIRMATION_DENIED']],
  ] as const)('is asked for and then %s', async (_name, answer, data, codes) => {
    await start();
    expect(codeOf(await application.ask(USERS))).toBe('CONFIRMATION_REQUIRED');
    application.portal.portal.confirmMethod('local.emulated', 'voximplant.user.get', answer);
    const answered = await application.ask(USERS);
    expect([answered.data, errorsOf(answered)?.map(({ code }) => code) ?? []]).toEqual([data, codes]);
  });
});

describe('a confirmation', () => {
  it('ends with the token that it was given for', async () => {
    await start();
    const users = '{ telephonyUsers(userIds: [1]) { userId } }';
    await application.ask(users);
    application.portal.portal.confirmMethod('local.emulated', 'voximplant.user.get', 'allowed');
    expect((await application.ask(users)).errors).toBeUndefined();
    aheadMs = HOUR_MS;
    expect(codeOf(await application.ask(users))).toBe('CONFIRMATION_REQUIRED');
  });
});

describe('a refresh token that is no longer valid', () => {
  const reinstallNeeded = {
    code: 'PORTAL_CREDENTIAL_REJECTED',
    retryable: false,
    portalState: 'REINSTALL_NEEDED',
    bitrix24: { method: 'voximplant.sip.get' },
  };

  // The second one means that the portal has removed the application.
  it.each(['invalid_grant', 'NOT_INSTALLED'] as const)(
    '(%s) is said in the error and in readiness, asked for once, and over with a new installation',
    async (error) => {
      await start();
      application.portal.portal.authorizationServer.setRevokedError(error);
      application.portal.portal.uninstallApplication();
      aheadMs = HOUR_MS;
      for (const _ of [1, 2, 3]) {
        const answer = await application.ask(LINES);
        expect([answer.status, answer.data]).toEqual([200, { sipLines: null }]);
        expect(errorsOf(answer)).toMatchObject([reinstallNeeded]);
      }
      expect(application.refreshes()).toBe(1);
      expect(callsOf('voximplant.sip.get')).toEqual([]);
      expect(await application.ready()).toEqual({
        status: 200,
        body: {
          status: 'ready',
          portals: [{ portalKey: expect.any(String) as string, state: 'REINSTALL_NEEDED' }],
        },
      });
      expect(application.gateway.log().match(/has to install the application again/g)).toHaveLength(1);
      await application.install();
      expect((await application.ask(LINES)).errors).toBeUndefined();
      expect((await application.ready()).body).toEqual({ status: 'ready' });
    },
  );

  it('does not hold up another portal', async () => {
    await start();
    await application.install(application.other);
    application.portal.portal.uninstallApplication();
    aheadMs = HOUR_MS;
    const { memberId } = application.portal.portal;
    expect(codeOf(await application.ask(LINES, { portal: memberId }))).toBe('PORTAL_CREDENTIAL_REJECTED');
    const other = await application.ask(LINES, { portal: application.other.portal.memberId });
    expect(other.errors).toBeUndefined();
  });
});

describe('an authorization server', () => {
  const unavailable: [string, Fault][] = [
    ['drops the connection', { kind: 'drop' }],
    ['answers 502', { kind: 'body', status: 502 }],
    ['answers 500 with an error', { kind: 'body', status: 500, body: '{"error": "invalid_grant"}' }],
    ['answers with a page', { kind: 'body', status: 200, body: '<html></html>' }],
    ['answers with half a body', { kind: 'truncate' }],
    ['redirects', { kind: 'redirect', location: 'http://127.0.0.1:1/oauth/token/' }],
    ['answers an error that is none', { kind: 'body', status: 400, body: '{"error": {"a": 1}}' }],
    ['answers without tokens', { kind: 'body', status: 200, body: '{}' }],
  ];
  it.each(sampled(unavailable, 3))('that %s leaves everything as it was', async (_name, broken) => {
    await start();
    // A lost answer may have cost the old token; here it did not.
    application.portal.portal.authorizationServer.setRefreshTokenReuse('accepted');
    fault(broken);
    aheadMs = HOUR_MS;
    const failed = await application.ask(ADD_SIP_LINE, { variables: { input: NEW_LINE } });
    expect(errorsOf(failed)).toMatchObject([{ code: 'PORTAL_UNAVAILABLE', retryable: true }]);
    expect(application.portal.portal.lines()).toEqual([]);
    // Everybody is told so for a moment, instead of hammering.
    for (const _ of [1, 2, 3]) expect(codeOf(await application.ask(LINES))).toBe('PORTAL_UNAVAILABLE');
    expect(application.refreshes()).toBe(1);
    pass(5_000);
    expect((await application.ask(LINES)).errors).toBeUndefined();
    expect(application.refreshes()).toBe(2);
  });

  it('that hangs does not hold up an operation for longer than its time', async () => {
    await start({ clock: hurriedClock(20) });
    fault({ kind: 'hang' });
    aheadMs = HOUR_MS;
    // Twenty seconds by the hurried clock.
    expect(errorsOf(await application.ask(LINES))).toMatchObject([
      { code: 'PORTAL_UNAVAILABLE', retryable: true },
    ]);
    // A gateway that stops would wait for it.
    await application.portal.close();
  });

  const refused: [string, number, string][] = [
    ['invalid_client', 401, 'PORTAL_CREDENTIAL_REJECTED'],
    ['invalid_request', 400, 'PORTAL_CREDENTIAL_REJECTED'],
    ['insufficient_scope', 403, 'PORTAL_CREDENTIAL_REJECTED'],
    ['PAYMENT_REQUIRED', 402, 'PAYMENT_REQUIRED'],
    ['invalid_client', 200, 'PORTAL_CREDENTIAL_REJECTED'],
  ];
  it.each(sampled(refused, 2))(
    'that says %s (%i) is asked again after a minute only',
    async (error, status, code) => {
      await start();
      fault({ kind: 'body', status, body: JSON.stringify({ error }), times: 1 });
      aheadMs = HOUR_MS;
      for (const _ of [1, 2, 3]) {
        expect(errorsOf(await application.ask(LINES))).toMatchObject([
          { code, retryable: false, bitrix24: { error, status: null } },
        ]);
      }
      expect(application.refreshes()).toBe(1);
      expect((await application.ready()).body).toEqual({ status: 'ready' });
      pass(60_000);
      expect((await application.ask(LINES)).errors).toBeUndefined();
    },
  );

  const unbelievable: [string, Parameters<typeof grantOf>[1]][] = [
    ['another portal', { member_id: 'c'.repeat(32) }],
    ['an address without TLS', { client_endpoint: 'http://portal.example/rest/' }],
    ['an address of another form', { client_endpoint: 'https://portal.example/rest/1/code/' }],
    ['a user name in the address', { client_endpoint: 'https://a:b@portal.example/rest/' }],
    ['a file name', { member_id: '../../etc' }],
    ['a time of nothing', { expires_in: 0 }],
    ['no new refresh token', { refresh_token: '' }],
  ];
  it.each(sampled(unbelievable, 3))('that names %s is not believed', async (_name, changes) => {
    await start();
    fault({ kind: 'body', status: 200, body: grantOf(application, changes) });
    aheadMs = HOUR_MS;
    const failed = await application.ask(LINES);
    expect(codeOf(failed)).toBe('PORTAL_UNAVAILABLE');
    expect(failed.text + application.gateway.log()).not.toContain('sentinel');
    pass(5_000);
    expect((await application.ask(LINES)).errors).toBeUndefined();
  });

  it('that gives tokens with a status of failure is not believed', async () => {
    await start();
    fault({ kind: 'body', status: 403, body: grantOf(application) });
    aheadMs = HOUR_MS;
    expect(codeOf(await application.ask(LINES))).toBe('PORTAL_UNAVAILABLE');
    pass(5_000);
    expect((await application.ask(LINES)).errors).toBeUndefined();
  });

  it('is asked by a form, with nothing secret in the address', async () => {
    await start();
    aheadMs = HOUR_MS;
    await application.ask(LINES);
    const [entry] = application.portal.portal.journal.entries('oauth/token');
    expect(entry).toMatchObject({
      httpMethod: 'POST',
      path: '/oauth/token/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': expect.stringMatching(/^bitrix24-telephony-gateway\//) as string,
      },
    });
  });
});

describe('a portal that calls a fresh token expired', () => {
  it('is not asked for ever', async () => {
    await start();
    application.portal.portal.faults.inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 401,
      code: 'expired_token',
      times: Infinity,
    });
    const answer = await application.ask(LINES);
    expect(codeOf(answer)).toBe('PORTAL_CREDENTIAL_REJECTED');
    expect(callsOf('voximplant.sip.get')).toHaveLength(3);
    expect(application.refreshes()).toBeLessThanOrEqual(2);
  });

  it('costs the vendor six renewals a minute at most, and is served again after that', async () => {
    await start();
    const { faults } = application.portal.portal;
    faults.inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 401,
      code: 'expired_token',
      times: Infinity,
    });
    for (let n = 0; n < 2; n += 1)
      expect(codeOf(await application.ask(LINES))).toBe('PORTAL_CREDENTIAL_REJECTED');
    for (let n = 0; n < 6; n += 1) {
      expect(errorsOf(await application.ask(LINES))).toMatchObject([
        {
          code: 'RATE_LIMITED',
          retryable: true,
          // The first of them was sent once.
          bitrix24: {
            error: null,
            description: 'The call had no valid token, so the portal did not execute it.',
            status: null,
          },
        },
      ]);
      pass(1_000);
    }
    expect(application.refreshes()).toBe(6);
    expect((await application.ready()).body).toEqual({ status: 'ready' });
    faults.clear();
    const [last] = errorsOf(await application.ask(LINES)) ?? [];
    const retryAfterMs = Number(last?.['retryAfterMs']);
    expect(retryAfterMs).toBeLessThanOrEqual(54_000);
    pass(retryAfterMs);
    expect((await application.ask(LINES)).errors).toBeUndefined();
  });

  it('or unknown, gets no other one', async () => {
    await start();
    application.portal.portal.faults.inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 401,
      code: 'invalid_token',
    });
    expect(codeOf(await application.ask(LINES))).toBe('PORTAL_CREDENTIAL_REJECTED');
    expect(application.refreshes()).toBe(0);
  });
});
