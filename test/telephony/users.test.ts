import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { ranMethods, sentMethods } from '../support/journal.ts';

let gateway: TestGateway;
const start = async (options: TestGatewayOptions = {}) =>
  (gateway = await startGateway({ asApplication: {}, ...options }));
const startWithWebhook = async () => (gateway = await startGateway());
afterEach(() => gateway.close());

const portal = () => gateway.emulator.portal;
const inject = (fault: Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]) =>
  portal().faults.inject(fault);

const USERS = `query ($userIds: [ID!]!) { telephonyUsers(userIds: $userIds) { userId phoneEnabled } }`;
const ON = `mutation ($userId: ID!) { activatePhone(userId: $userId) { userId phoneEnabled } }`;
const OFF = `mutation ($userId: ID!) { deactivatePhone(userId: $userId) { userId phoneEnabled } }`;

describe('telephonyUser', () => {
  it('answers the settings of a user, joined to the default line', async () => {
    await start();
    portal().addRentedNumber({ number: '74951234567', title: 'Main' });
    portal().putUser({
      id: 7,
      defaultLine: '74951234567',
      phoneEnabled: true,
      sipPassword: 'sentinel-secret-1',
      innerNumber: '107',
    });
    const { data, errors } = await gateway.query(`{ telephonyUser(userId: 7) {
      userId defaultLineId defaultLine { lineId name type } phoneEnabled sipServer sipLogin sipPassword innerNumber
    } }`);
    expect(errors).toBeUndefined();
    expect(data?.['telephonyUser']).toEqual({
      userId: '7',
      defaultLineId: '74951234567',
      defaultLine: { lineId: '74951234567', name: 'Main', type: 'RENTED_NUMBER' },
      phoneEnabled: true,
      sipServer: 'ip.b24-6058-1587535982.bitrixphone.com',
      sipLogin: 'phone7',
      sipPassword: 'sentinel-secret-1',
      innerNumber: '107',
    });
    expect(ranMethods(gateway)).toEqual(['voximplant.user.get', 'voximplant.line.get']);
    expect(gateway.log()).not.toContain('sentinel-secret-1');
  });

  it('answers what is not there with null and no error', async () => {
    await start();
    portal().putUser({ id: 7 });
    const { data, errors } = await gateway.query(`{
      none: telephonyUser(userId: 8) { userId } odd: telephonyUser(userId: "x") { userId }
      bare: telephonyUser(userId: 7) { defaultLineId defaultLine { lineId } sipPassword innerNumber phoneEnabled }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      none: null,
      odd: null,
      bare: {
        defaultLineId: null,
        defaultLine: null,
        sipPassword: null,
        innerNumber: null,
        phoneEnabled: false,
      },
    });
    expect(sentMethods(gateway)).toEqual(['voximplant.user.get']);
  });
});

describe('telephonyUsers', () => {
  it('answers in the order asked for, with one call for each 50', async () => {
    await start();
    for (let id = 1; id <= 120; id += 1) portal().putUser({ id, phoneEnabled: id % 2 === 0 });
    const userIds = Array.from({ length: 120 }, (_, index) => String(120 - index));
    const { data } = await gateway.query(USERS, { userIds: [...userIds, '500', '1'] });
    expect(data?.['telephonyUsers']).toEqual([
      ...userIds.map((userId) => ({ userId, phoneEnabled: Number(userId) % 2 === 0 })),
      null,
      { userId: '1', phoneEnabled: false },
    ]);
    expect(ranMethods(gateway)).toEqual(Array(3).fill('voximplant.user.get'));
  });

  it('refuses more than 200 ids before anything is sent', async () => {
    await start();
    const { errors } = await gateway.query(USERS, { userIds: Array(201).fill('1') });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: ['userIds'] } }]);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('tells at the path of a user that a row cannot be read', async () => {
    await start();
    portal().putUser({ id: 1 });
    portal().putUser({ id: 2 });
    inject({
      kind: 'result',
      on: 'voximplant.user.get',
      result: [{ ID: '1', PHONE_ENABLED: 'Y' }, { ID: null }],
    });
    const { data, errors } = await gateway.query(USERS, { userIds: ['1', '2'] });
    expect(data?.['telephonyUsers']).toEqual([{ userId: '1', phoneEnabled: true }, null]);
    expect(errors).toMatchObject([{ path: ['telephonyUsers', 1], extensions: { code: 'UPSTREAM_ERROR' } }]);
  });

  it.each([
    ['METHOD_CONFIRM_WAITING', 401, 'CONFIRMATION_REQUIRED'],
    ['METHOD_CONFIRM_DENIED', 403, 'CONFIRMATION_DENIED'],
    ['ACCESS_DENIED', 403, 'FORBIDDEN'],
  ])('translates %s', async (code, status, expected) => {
    await start();
    inject({ kind: 'error', on: 'voximplant.user.get', status, code });
    const { errors } = await gateway.query('{ telephonyUser(userId: 1) { userId } }');
    expect(errors).toMatchObject([{ extensions: { code: expected, retryable: false } }]);
  });
});

describe('a phone', () => {
  it('is switched on and read back', async () => {
    await start();
    portal().putUser({ id: 7 });
    const { data } = await gateway.query(ON, { userId: '7' });
    expect(data?.['activatePhone']).toEqual({ userId: '7', phoneEnabled: true });
    expect(sentMethods(gateway)).toEqual([
      'voximplant.user.get',
      'voximplant.user.activatephone',
      'voximplant.user.get',
    ]);
  });

  it('is switched off where the portal does that', async () => {
    await start({ emulator: { deactivatePhoneWorks: true } });
    portal().putUser({ id: 7, phoneEnabled: true });
    const { data } = await gateway.query(OFF, { userId: '7' });
    expect(data?.['deactivatePhone']).toEqual({ userId: '7', phoneEnabled: false });
  });

  it('that is still on after it was switched off is an error', async () => {
    await start();
    portal().putUser({ id: 7, phoneEnabled: true });
    const { data, errors } = await gateway.query(OFF, { userId: '7' });
    expect(data).toEqual({ deactivatePhone: null });
    expect(errors).toMatchObject([
      {
        path: ['deactivatePhone'],
        extensions: {
          code: 'UPSTREAM_ERROR',
          applied: false,
          bitrix24: { method: 'voximplant.user.deactivatePhone' },
        },
      },
    ]);
  });

  it('of nobody is NOT_FOUND', async () => {
    await start();
    for (const userId of ['8', 'x']) {
      const { errors } = await gateway.query(ON, { userId });
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', argument: ['userId'] } }]);
    }
    expect(sentMethods(gateway)).toEqual(['voximplant.user.get']);
  });

  it('is not touched without the right', async () => {
    await start({ asApplication: { canManageUsers: false } });
    portal().putUser({ id: 7 });
    const { errors } = await gateway.query(ON, { userId: '7' });
    expect(errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', bitrix24: { error: 'ACCESS_DENIED' } } },
    ]);
    expect(sentMethods(gateway)).toEqual(['voximplant.user.get']);
  });

  it('is FORBIDDEN if the portal refuses to switch it without a code', async () => {
    await start();
    portal().putUser({ id: 7 });
    inject({
      kind: 'error',
      on: 'voximplant.user.activatephone',
      status: 400,
      code: '',
      description: "You are not allowed to modify user's settings",
    });
    const { errors } = await gateway.query(ON, { userId: '7' });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', bitrix24: { error: '' } } }]);
  });

  it('is not touched before an administrator has confirmed that users are read', async () => {
    await start();
    portal().putUser({ id: 7, phoneEnabled: true });
    portal().confirmMethod('app.1', 'voximplant.user.get', 'waiting');
    for (const document of [ON, OFF]) {
      const { errors } = await gateway.query(document, { userId: '7' });
      expect(errors).toMatchObject([{ extensions: { code: 'CONFIRMATION_REQUIRED', retryable: false } }]);
    }
    portal().confirmMethod('app.1', 'voximplant.user.get', 'denied');
    const { errors } = await gateway.query(ON, { userId: '7' });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFIRMATION_DENIED' } }]);
    expect(new Set(sentMethods(gateway))).toEqual(new Set(['voximplant.user.get']));
  });

  it('whose change cannot be read back is OUTCOME_UNKNOWN', async () => {
    await start();
    portal().putUser({ id: 7 });
    inject({
      kind: 'error',
      on: 'voximplant.user.get',
      skip: 1,
      status: 401,
      code: 'METHOD_CONFIRM_WAITING',
    });
    const { errors } = await gateway.query(ON, { userId: '7' });
    expect(errors).toMatchObject([
      { extensions: { code: 'OUTCOME_UNKNOWN', retryable: true, checkAfterMs: 0 } },
    ]);
  });
});

describe('by a webhook', () => {
  it('users cannot be read, and the error says what to do', async () => {
    await startWithWebhook();
    portal().addCall({ userId: 1 });
    for (const [query, path] of [
      ['{ telephonyUser(userId: 1) { userId } }', ['telephonyUser']],
      ['{ telephonyUsers(userIds: [1]) { userId } }', ['telephonyUsers', 0]],
      ['{ telephonyCalls { nodes { user { userId } } } }', ['telephonyCalls', 'nodes', 0, 'user']],
    ] as const) {
      const { errors } = await gateway.query(query);
      expect(errors).toMatchObject([
        {
          path,
          message: expect.stringContaining('to applications only') as string,
          extensions: {
            code: 'FORBIDDEN',
            retryable: false,
            bitrix24: {
              method: 'voximplant.user.get',
              error: 'ACCESS_DENIED',
              description: 'Access denied! Application context required',
              status: 403,
            },
          },
        },
      ]);
    }
  });

  it.each([
    ['on', ON, 'voximplant.user.activatePhone'],
    ['off', OFF, 'voximplant.user.deactivatePhone'],
  ])(
    'no phone is switched %s, because nobody could find out what came of it',
    async (_name, query, method) => {
      await startWithWebhook();
      for (const userId of ['1', 'x']) {
        const { data, errors } = await gateway.query(query, { userId });
        expect(Object.values(data ?? {})).toEqual([null]);
        expect(errors).toMatchObject([
          {
            message: expect.stringMatching(
              /to applications only.*Nothing was sent to the portal\.$/,
            ) as string,
            extensions: {
              code: 'FORBIDDEN',
              retryable: false,
              bitrix24: { method, error: null, status: null },
            },
          },
        ]);
      }
      expect(portal().journal.entries()).toEqual([]);
    },
  );
});

describe('a router', () => {
  it('gets users by either key with one call', async () => {
    await start();
    for (const id of [1, 2, 3]) portal().putUser({ id });
    const { data: own } = await gateway.query('{ telephonyUser(userId: 3) { id } }');
    portal().journal.clear();
    const { data } = await gateway.query(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on TelephonyUser { userId } }
      }`,
      {
        representations: [
          { __typename: 'TelephonyUser', userId: 2 },
          { __typename: 'TelephonyUser', id: (own?.['telephonyUser'] as { id: string }).id },
          { __typename: 'TelephonyUser', userId: '99' },
        ],
      },
    );
    expect(data?.['_entities']).toEqual([{ userId: '2' }, { userId: '3' }, null]);
    expect(sentMethods(gateway)).toEqual(['voximplant.user.get']);
  });
});
