import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE, SIP_LINE } from '../support/operations.ts';
import { timeLeftOf } from '../support/time-left.ts';

let gateway: TestGateway;
const start = async (options?: TestGatewayOptions) => (gateway = await startGateway(options));
afterEach(() => gateway.close());

const add = async (input: object = NEW_LINE) => (await gateway.query(ADD_SIP_LINE, { input })).errors?.[0];
const read = async () => (await gateway.query(SIP_LINE, { configId: '1' })).errors?.[0];
const { faults, journal } = {
  faults: () => gateway.emulator.portal.faults,
  journal: () => gateway.emulator.portal.journal,
};

describe('what the portal itself refuses', () => {
  it('TITLE_EXISTS names the line of this application that has the title', async () => {
    await start();
    const { data } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    const { configId } = data?.['addSipLine'] as { configId: string };

    expect(await add({ ...NEW_LINE, title: ' SALES ' })).toEqual({
      message: 'A line with this title already exists. Choose another title.',
      path: ['addSipLine'],
      locations: expect.any(Array) as unknown,
      extensions: {
        code: 'TITLE_EXISTS',
        retryable: false,
        argument: ['input', 'title'],
        existingConfigId: configId,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        bitrix24: {
          method: 'voximplant.sip.add',
          error: 'TITLE_EXISTS',
          description: expect.stringMatching(/./) as string,
          status: 400,
        },
      },
    });
  });

  it.each([
    ['Отдел Пётр', 'отдел петр'],
    ['Café', 'CAFE '],
  ])('TITLE_EXISTS names the line %j whose title the portal takes for %j', async (title, same) => {
    await start();
    await add({ ...NEW_LINE, title: 'Another' });
    const { configId } = gateway.emulator.portal.addLineOfPerson({ type: 'office', title });
    const error = await add({ ...NEW_LINE, title: same });
    expect(error?.extensions).toMatchObject({ code: 'TITLE_EXISTS', existingConfigId: String(configId) });
  });

  it('TITLE_EXISTS names the line that the portal finds, by whatever rule it compares titles', async () => {
    await start();
    faults().inject({ kind: 'error', on: 'voximplant.sip.add', status: 400, code: 'TITLE_EXISTS' });
    faults().inject({
      kind: 'result',
      on: 'voximplant.sip.get',
      result: [{ CONFIG_ID: '7', TYPE: 'cloud', TITLE: 'Ærø', SERVER: 's', LOGIN: 'l' }],
      total: 1,
    });
    const error = await add({ ...NEW_LINE, title: 'Aeroe' });
    expect(error?.extensions).toMatchObject({ code: 'TITLE_EXISTS', existingConfigId: '7' });
  });

  it.each([
    ['Invalid password of the line', 'Invalid password of the line'],
    ['Invalid password: d', ''],
  ])('a password "d" makes of the description %j: %j', async (description, shown) => {
    await start();
    faults().inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      status: 400,
      code: 'ERROR_CORE',
      description,
    });
    const error = await add({ ...NEW_LINE, password: 'd' });
    expect(error?.extensions['bitrix24']).toMatchObject({ error: 'ERROR_CORE', description: shown });
  });

  it('TITLE_EXISTS names no line if another application has the title', async () => {
    await start();
    gateway.emulator.portal.addForeignLine({ title: 'Sales', type: 'office' });
    const error = await add();
    expect(error?.extensions['code']).toBe('TITLE_EXISTS');
    expect(error?.extensions).not.toHaveProperty('existingConfigId');
  });

  it('TITLE_EXISTS is said even if the line cannot be looked up', async () => {
    await start();
    await add();
    faults().inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 403,
      code: 'ACCESS_DENIED',
      description: '',
    });
    const error = await add();
    expect(error?.extensions['code']).toBe('TITLE_EXISTS');
    expect(error?.extensions).not.toHaveProperty('existingConfigId');
  });

  it("MAX_CLOUD_PBX comes with the portal's own limit", async () => {
    await start({ emulator: { cloudLimit: 1 } });
    await add();
    expect(await add({ ...NEW_LINE, title: 'One more' })).toMatchObject({
      path: ['addSipLine'],
      extensions: {
        code: 'MAX_CLOUD_PBX',
        retryable: false,
        bitrix24: { error: 'MAX_CLOUD_PBX', status: 400 },
      },
    });
    expect(await add({ ...NEW_LINE, title: 'Office', type: 'OFFICE' })).toBeUndefined();
  });

  it('CHECK_FIELDS_ERROR is taken apart into one problem a field', async () => {
    await start();
    faults().inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      status: 400,
      code: 'CHECK_FIELDS_ERROR',
      description:
        'Server address not specified<br> Login for connecting to the <b>server</b> not specified<br> ' +
        'Не указан пароль для подключения к серверу<br> Что-то ещё',
    });
    expect((await add())?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: ['input', 'server'],
      problems: [
        { argument: ['input', 'server'] },
        { argument: ['input', 'login'] },
        { argument: ['input', 'password'] },
        { argument: ['input'] },
      ],
      bitrix24: {
        description:
          'Server address not specified\nLogin for connecting to the server not specified\n' +
          'Не указан пароль для подключения к серверу\nЧто-то ещё',
      },
    });
  });

  it('QUERY_LIMIT_EXCEEDED is waited for, because nothing was executed', async () => {
    await start();
    faults().inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      status: 503,
      code: 'QUERY_LIMIT_EXCEEDED',
      times: 2,
    });
    expect(await add()).toBeUndefined();
    expect(
      journal()
        .entries('voximplant.sip.add')
        .map(({ status }) => status),
    ).toEqual([503, 503, 200]);
  });

  it.each([
    ['ERROR_NOT_FOUND', 404, 'NOT_FOUND', false],
    ['ERROR_ARGUMENT', 400, 'NOT_FOUND', false],
    ['REG_ID_NOT_FOUND', 400, 'NOT_FOUND', false],
    ['ACCESS_DENIED', 403, 'FORBIDDEN', false],
    ['INVALID_CREDENTIALS', 403, 'FORBIDDEN', false],
    ['user_access_error', 403, 'FORBIDDEN', false],
    ['insufficient_scope', 403, 'FORBIDDEN', false],
    ['WRONG_AUTH_TYPE', 403, 'FORBIDDEN', false],
    ['verification_needed', 403, 'FORBIDDEN', false],
    ['verification_needed', 401, 'FORBIDDEN', false],
    ['NO_AUTH_FOUND', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['invalid_token', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['expired_token', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['INVALID_CREDENTIALS', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['authorization_error', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['APPLICATION_NOT_FOUND', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['ERROR_OAUTH', 401, 'PORTAL_CREDENTIAL_REJECTED', false],
    ['PAYMENT_REQUIRED', 402, 'PAYMENT_REQUIRED', false],
    ['FEATURE_NOT_AVAILABLE_ON_CURRENT_PLAN', 403, 'PAYMENT_REQUIRED', false],
    ['PORTAL_BLOCKED_BY_LICENSE_SCANNER', 403, 'PAYMENT_REQUIRED', false],
    ['METHOD_CONFIRM_WAITING', 401, 'CONFIRMATION_REQUIRED', false],
    ['METHOD_CONFIRM_DENIED', 403, 'CONFIRMATION_DENIED', false],
    ['OPERATION_TIME_LIMIT', 429, 'RATE_LIMITED', true],
    ['OVERLOAD_LIMIT', 503, 'PORTAL_UNAVAILABLE', false],
    ['PORTAL_DELETED', 500, 'PORTAL_UNAVAILABLE', false],
    // The newest portals send these with other statuses.
    ['ACCESS_DENIED', 401, 'FORBIDDEN', false],
    ['insufficient_scope', 401, 'FORBIDDEN', false],
    ['user_access_error', 401, 'FORBIDDEN', false],
    ['OVERLOAD_LIMIT', 401, 'PORTAL_UNAVAILABLE', false],
    ['PORTAL_DELETED', 403, 'PORTAL_UNAVAILABLE', false],
    ['INVALID_REQUEST', 401, 'UPSTREAM_ERROR', false],
    ['INVALID_REQUEST', 400, 'UPSTREAM_ERROR', false],
    ['ERROR_METHOD_NOT_FOUND', 404, 'UPSTREAM_ERROR', false],
    ['ERROR_MANIFEST_IS_NOT_AVAILABLE', 404, 'UPSTREAM_ERROR', false],
    ['ERROR_BATCH_METHOD_NOT_ALLOWED', 405, 'UPSTREAM_ERROR', false],
    ['ERROR_BATCH_LENGTH_EXCEEDED', 400, 'UPSTREAM_ERROR', false],
    ['ERROR_CORE', 400, 'UPSTREAM_ERROR', false],
    ['SOMETHING_NEW', 418, 'UPSTREAM_ERROR', false],
    ['', 400, 'UPSTREAM_ERROR', false],
    ['MAX_CLOUD_PBX', 200, 'MAX_CLOUD_PBX', false],
    ['max_cloud_pbx', 400, 'MAX_CLOUD_PBX', false],
  ])('"%s" with status %i is %s', async (error, status, code, retryable) => {
    await start();
    faults().inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      status,
      code: error,
      description: 'Why&nbsp;not<br>because',
    });
    const answer = await add();
    expect(answer?.message).toMatch(/^[A-Z].+\.$/);
    expect(answer).toMatchObject({
      path: ['addSipLine'],
      extensions: {
        code,
        retryable,
        bitrix24: { method: 'voximplant.sip.add', error, description: 'Why not\nbecause', status },
      },
    });
    const waits = answer?.extensions['retryAfterMs'];
    if (code === 'RATE_LIMITED') expect(waits).toBeGreaterThan(0);
    else expect(waits).toBeUndefined();
    expect(gateway.emulator.portal.lines()).toEqual([]);
  });
});

describe('a portal that cannot reach the authorization server', () => {
  const unreachable = { kind: 'error', on: '*', status: 401, code: 'CONNECTION_ERROR' } as const;

  it('has executed nothing, so that reads and writes are sent again', async () => {
    await start();
    faults().inject({ ...unreachable, times: 2 });
    expect(await add()).toBeUndefined();
    faults().inject({ ...unreachable, times: 2 });
    expect(await read()).toBeUndefined();
  });

  it('is PORTAL_UNAVAILABLE if it still cannot', async () => {
    await start();
    faults().inject({ ...unreachable, times: Infinity });
    for (const error of [await add(), await read()]) {
      expect(error).toMatchObject({
        message: expect.stringContaining('authorization server') as string,
        extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true },
      });
    }
    expect(gateway.emulator.portal.lines()).toEqual([]);
  });

  it('may have executed a write that it refuses with another status', async () => {
    await start({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' } });
    faults().inject({ ...unreachable, on: 'voximplant.sip.add', status: 400 });
    expect((await add())?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
  });
});

describe.each(['older', 'newer'] as const)('a portal of the %s kind', (generation) => {
  it.each<[string, (portal: TestGateway['emulator']['portal']) => void, string]>([
    [
      'has no such webhook',
      (portal) => {
        portal.removeWebhook('emulatorwebhook1');
      },
      'PORTAL_CREDENTIAL_REJECTED',
    ],
    [
      'grants no scope',
      (portal) => void portal.addWebhook({ code: 'emulatorwebhook1', scopes: [] }),
      'FORBIDDEN',
    ],
    [
      'grants no right',
      (portal) => void portal.addWebhook({ code: 'emulatorwebhook1', canManageLines: false }),
      'FORBIDDEN',
    ],
    [
      'is blocked',
      (portal) => {
        portal.setCondition('overloaded');
      },
      'PORTAL_UNAVAILABLE',
    ],
    [
      'is deleted',
      (portal) => {
        portal.setCondition('deleted');
      },
      'PORTAL_UNAVAILABLE',
    ],
    [
      'has no plan with REST',
      (portal) => {
        portal.setCondition('no-rest-plan');
      },
      'FORBIDDEN',
    ],
    [
      'has a plan without telephony',
      (portal) => {
        portal.setCondition('no-feature');
      },
      'PAYMENT_REQUIRED',
    ],
    [
      'has a blocked license',
      (portal) => {
        portal.setCondition('blocked-license');
      },
      'PAYMENT_REQUIRED',
    ],
  ])('that %s', async (_name, change, code) => {
    await start({ emulator: { generation } });
    change(gateway.emulator.portal);
    for (const error of [await add(), await read()])
      expect(error?.extensions).toMatchObject({ code, retryable: false });
  });

  it('that has blocked the user of the webhook', async () => {
    await start({ emulator: { generation, webhook: { code: 'emulatorwebhook1', state: 'user-blocked' } } });
    expect((await add())?.extensions['code']).toBe(
      generation === 'older' ? 'FORBIDDEN' : 'PORTAL_CREDENTIAL_REJECTED',
    );
  });
});

describe('a write whose answer is lost', () => {
  it.each<[string, Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]]>([
    ['the connection drops afterwards', { kind: 'drop', stage: 'after' }],
    ['the connection drops before', { kind: 'drop', stage: 'before' }],
    ['the body is cut off', { kind: 'truncate' }],
    [
      'a proxy answers 502',
      { kind: 'body', stage: 'after', status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' },
    ],
    [
      'the answer is text with status 200',
      { kind: 'body', stage: 'after', status: 200, contentType: 'text/html', body: 'Fatal error' },
    ],
    [
      'the method broke half-way',
      {
        kind: 'error',
        stage: 'after',
        status: 500,
        code: 'INTERNAL_SERVER_ERROR',
        description: 'Internal error',
      },
    ],
    [
      'the portal expected another answer',
      { kind: 'error', stage: 'after', status: 500, code: 'ERROR_UNEXPECTED_ANSWER', description: '' },
    ],
    ['the result is no line', { kind: 'result', result: { TYPE: 'cloud' } }],
    ['a program redirects after its work', { kind: 'body', stage: 'after', status: 302, body: '' }],
    ['the answer is "not modified"', { kind: 'body', stage: 'after', status: 304, body: '' }],
    [
      'a proxy answers JSON',
      {
        kind: 'body',
        stage: 'after',
        status: 502,
        contentType: 'application/json',
        body: '{"error":"Bad Gateway"}',
      },
    ],
    [
      'the portal breaks with a code of its own',
      { kind: 'error', stage: 'after', status: 500, code: 'ERROR_DB' },
    ],
  ])('is OUTCOME_UNKNOWN if %s and there is no time to look, and is not repeated', async (_name, fault) => {
    await start({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1900' } });
    faults().inject({ ...fault, on: 'voximplant.sip.add' });
    const error = await add();
    expect(error).toMatchObject({
      path: ['addSipLine'],
      message: expect.stringContaining('check the portal for a line with this title') as string,
      extensions: { code: 'OUTCOME_UNKNOWN', retryable: false },
    });
    // What was cut may run for ten seconds from its sending.
    expect(error?.extensions['checkAfterMs']).toBeGreaterThan(8_000);
    expect(error?.extensions['checkAfterMs']).toBeLessThanOrEqual(10_000);
    expect(error?.extensions['bitrix24']).toMatchObject({ method: 'voximplant.sip.add' });
    expect(journal().entries('voximplant.sip.add').length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['by default', {}, 75_000],
    ['of a portal with longer runs', { BITRIX24_LONGEST_RUN_MS: '300000' }, 300_000],
  ])('is OUTCOME_UNKNOWN if the portal does not answer in time, %s', async (_name, longest, longestMs) => {
    await start({
      environment: { BITRIX24_WRITE_DEADLINE_MS: '1000', ...longest },
    });
    faults().inject({ kind: 'hang', stage: 'after', on: 'voximplant.sip.add' });
    const expectLeft = timeLeftOf(longestMs);
    const error = await add();
    expect(error?.extensions).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      bitrix24: { error: null, status: null, description: expect.stringContaining('timeout') as string },
    });
    expectLeft(error?.extensions['checkAfterMs']);
    const meanwhile = await add();
    expect(meanwhile).toMatchObject({
      message: expect.stringContaining('not settled yet') as string,
      extensions: { code: 'RATE_LIMITED', retryable: true },
    });
    expectLeft(meanwhile?.extensions['retryAfterMs']);
  });
});

describe('a portal that is not there', () => {
  it.each<[string, TestGatewayOptions, boolean]>([
    [
      'its name is not known',
      {
        webhookUrl: () => 'https://portal.bitrix24.test/rest/1/abc/',
        app: {
          lookup: (_host, _options, callback) => {
            callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '', 4);
          },
        },
      },
      true,
    ],
    ['it speaks no TLS', { webhookUrl: ({ webhookUrl }) => webhookUrl.replace('http:', 'https:') }, false],
  ])('is PORTAL_UNAVAILABLE for a write if %s', async (_name, options, retryable) => {
    await start(options);
    expect(await add()).toMatchObject({ extensions: { code: 'PORTAL_UNAVAILABLE', retryable } });
    expect(journal().entries()).toEqual([]);
  });

  it('is PORTAL_UNAVAILABLE for a write that certainly was not executed', async () => {
    await start({ webhookUrl: () => 'http://127.0.0.1:1/rest/1/abc/' });
    expect(await add()).toMatchObject({
      path: ['addSipLine'],
      extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true, bitrix24: { error: null, status: null } },
    });
  });

  it.each<[string, Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]]>([
    ['drops the connection', { kind: 'drop', stage: 'before' }],
    [
      'answers a page',
      { kind: 'body', stage: 'before', status: 504, contentType: 'text/html', body: '<html>' },
    ],
    ['breaks', { kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR', description: '' }],
    ['cuts its answer off', { kind: 'truncate' }],
  ])('is PORTAL_UNAVAILABLE for a read if it %s three times', async (_name, fault) => {
    await start();
    faults().inject({ ...fault, on: 'voximplant.sip.get', times: 3 });
    expect(await read()).toMatchObject({
      path: ['sipLine'],
      extensions: { code: 'PORTAL_UNAVAILABLE', retryable: true },
    });
  });

  it('is UPSTREAM_ERROR for a read that answers in an unknown form', async () => {
    await start();
    faults().inject({
      kind: 'result',
      on: 'voximplant.sip.get',
      result: [{ CONFIG_ID: '1', TYPE: 'hybrid' }],
    });
    expect(await read()).toMatchObject({
      path: ['sipLine'],
      extensions: { code: 'UPSTREAM_ERROR', retryable: false },
    });
  });

  it('is PORTAL_UNAVAILABLE if it redirects to a host that is not trusted, which then sees nothing', async () => {
    await start();
    await using other = await startGateway();
    faults().inject({
      kind: 'redirect',
      on: 'voximplant.sip.add',
      status: 302,
      location: `${other.emulator.webhookUrl}voximplant.sip.add`,
    });
    expect(await add()).toMatchObject({ extensions: { code: 'PORTAL_UNAVAILABLE', retryable: false } });
    expect(other.emulator.portal.journal.entries()).toEqual([]);
  });
});
