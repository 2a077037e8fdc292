import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, LINE_FIELDS, NEW_LINE } from '../support/operations.ts';

/**
 * The forms of the example answers in the vendor's documentation, with values of our own: which fields are there, what
 * is a number and what is text, where a missing value is null, "" or absent.
 */
let gateway: TestGateway;
// One gateway for all, because starting it takes longer than most tests.
beforeAll(async () => (gateway = await startGateway()));
afterEach(() => {
  gateway.emulator.portal.reset();
});
afterAll(() => gateway.close());

type Result = Extract<
  Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0],
  { kind: 'result' }
>['result'];

function answers(on: string, result: Result): void {
  const total = Array.isArray(result) ? { total: result.length } : {};
  gateway.emulator.portal.faults.inject({ kind: 'result', on, result, execute: false, ...total });
}

describe('the example answers of the vendor', () => {
  it('voximplant.sip.add: a cloud line with a numeric REG_ID and nulls', async () => {
    answers('voximplant.sip.add', {
      ID: '5',
      TYPE: 'cloud',
      CONFIG_ID: '5',
      REG_ID: 151082,
      TITLE: 'SIP line 1',
      SERVER: 'sip.example.com',
      LOGIN: 'user',
      PASSWORD: 'p',
      AUTH_USER: null,
      OUTBOUND_PROXY: null,
      DETECT_LINE_NUMBER: 'N',
      LINE_DETECT_HEADER_ORDER: 'diversion;to',
      REGISTRATION_STATUS_CODE: null,
      REGISTRATION_ERROR_MESSAGE: null,
    });
    const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    expect(errors).toBeUndefined();
    expect(data?.['addSipLine']).toMatchObject({
      configId: '5',
      type: 'CLOUD',
      regId: '151082',
      authUser: null,
      outboundProxy: null,
      detectLineNumber: false,
      lineDetectHeaderOrder: ['DIVERSION', 'TO'],
      incomingServer: null,
    });
  });

  it('voximplant.sip.get: text for numbers, "" and null for no value, an office line, a line without a title', async () => {
    answers('voximplant.sip.get', [
      {
        TYPE: 'cloud',
        CONFIG_ID: '3',
        REG_ID: '150907',
        SERVER: 'sip.example.com',
        LOGIN: '0045281811',
        PASSWORD: 'p',
        AUTH_USER: '',
        OUTBOUND_PROXY: '',
        DETECT_LINE_NUMBER: 'N',
        LINE_DETECT_HEADER_ORDER: 'diversion;to',
        REGISTRATION_STATUS_CODE: '200',
        REGISTRATION_ERROR_MESSAGE: '',
        TITLE: 'SIP line',
      },
      {
        TYPE: 'office',
        CONFIG_ID: '7',
        SERVER: 'office.example.local',
        LOGIN: 'office',
        PASSWORD: 'p',
        INCOMING_SERVER: 'ip.example.com',
        INCOMING_LOGIN: 'sip7',
        INCOMING_PASSWORD: 'q',
        AUTH_USER: null,
        OUTBOUND_PROXY: null,
        DETECT_LINE_NUMBER: 'Y',
        LINE_DETECT_HEADER_ORDER: 'to;diversion',
        REGISTRATION_STATUS_CODE: '0',
        REGISTRATION_ERROR_MESSAGE: null,
        TITLE: 'Office PBX 1',
      },
      {
        TYPE: 'cloud',
        CONFIG_ID: '9',
        REG_ID: '151083',
        SERVER: 'sip.example.com',
        LOGIN: 'user',
        PASSWORD: 'p',
        REGISTRATION_STATUS_CODE: '502',
        REGISTRATION_ERROR_MESSAGE: 'Unable to resolve hostname',
        TITLE: '',
      },
    ]);
    const { data, errors } = await gateway.query(
      `{ sipLines { nodes { ${LINE_FIELDS} lastRegistration { statusCode errorMessage } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.['sipLines']).toMatchObject({
      nodes: [
        {
          configId: '3',
          regId: '150907',
          login: '0045281811',
          authUser: null,
          lastRegistration: { statusCode: 200, errorMessage: null },
        },
        {
          type: 'OFFICE',
          regId: null,
          incomingLogin: 'sip7',
          incomingPassword: 'q',
          detectLineNumber: true,
          lineDetectHeaderOrder: ['TO', 'DIVERSION'],
          lastRegistration: null,
        },
        {
          title: '',
          detectLineNumber: null,
          lineDetectHeaderOrder: null,
          lastRegistration: { statusCode: 502, errorMessage: 'Unable to resolve hostname' },
        },
      ],
    });
  });

  it('voximplant.sip.connector.status: paid or not, and an end only if paid', async () => {
    const connector = async () =>
      (await gateway.query('{ sipConnector { freeMinutes paid paidUntil } }')).data;
    answers('voximplant.sip.connector.status', { FREE_MINUTES: 60, PAID: false });
    expect(await connector()).toEqual({ sipConnector: { freeMinutes: 60, paid: false, paidUntil: null } });
    answers('voximplant.sip.connector.status', { FREE_MINUTES: '0', PAID: 'Y', PAID_DATE_END: '2027-01-31' });
    expect(await connector()).toEqual({
      sipConnector: { freeMinutes: 0, paid: true, paidUntil: '2027-01-31' },
    });
  });

  it.each([1, '1', true])('voximplant.sip.delete: confirmed by %j', async (result) => {
    answers('voximplant.sip.delete', result);
    expect((await gateway.query('mutation { deleteSipLine(configId: "5") { configId } }')).data).toEqual({
      deleteSipLine: { configId: '5' },
    });
  });

  it('voximplant.line.get and voximplant.line.outgoing.get: names by id', async () => {
    answers('voximplant.line.get', {
      reg150907: 'SIP line',
      sip7: 'Office PBX 1',
      sip11: 'Офисная АТС (11)',
    });
    answers('voximplant.line.outgoing.get', 'reg150907');
    const { data, errors } = await gateway.query('{ outgoingLines { lineId name type isDefault } }');
    expect(errors).toBeUndefined();
    expect(data?.['outgoingLines']).toEqual([
      { lineId: 'reg150907', name: 'SIP line', type: 'CLOUD', isDefault: true },
      { lineId: 'sip7', name: 'Office PBX 1', type: 'OFFICE', isDefault: false },
      { lineId: 'sip11', name: 'Офисная АТС (11)', type: 'OFFICE', isDefault: false },
    ]);
  });

  it('voximplant.user.get: text for ids, null for no value', async () => {
    answers('voximplant.user.get', [
      {
        ID: '1269',
        DEFAULT_LINE: null,
        PHONE_ENABLED: 'Y',
        SIP_SERVER: 'ip.example.bitrixphone.com',
        SIP_LOGIN: 'phone1269',
        SIP_PASSWORD: 'p',
        INNER_NUMBER: null,
      },
      {
        ID: '1271',
        DEFAULT_LINE: null,
        PHONE_ENABLED: 'Y',
        SIP_SERVER: 'ip.example.bitrixphone.com',
        SIP_LOGIN: 'phone1271',
        SIP_PASSWORD: null,
        INNER_NUMBER: null,
      },
    ]);
    const { data, errors } = await gateway.query(
      '{ telephonyUsers(userIds: [1271, 1269]) { userId phoneEnabled sipLogin sipPassword innerNumber defaultLineId } }',
    );
    expect(errors).toBeUndefined();
    const user = { phoneEnabled: true, innerNumber: null, defaultLineId: null };
    expect(data?.['telephonyUsers']).toEqual([
      { ...user, userId: '1271', sipLogin: 'phone1271', sipPassword: null },
      { ...user, userId: '1269', sipLogin: 'phone1269', sipPassword: 'p' },
    ]);
  });

  it('voximplant.statistic.get: text for numbers, a number for a file, null and "" for no value', async () => {
    const row = {
      ID: '1',
      PORTAL_USER_ID: '1',
      PORTAL_NUMBER: 'reg133788',
      PHONE_NUMBER: '+79000000000',
      CALL_ID: '11018129443EB80D.1754478570.11438214',
      EXTERNAL_CALL_ID: null,
      CALL_CATEGORY: 'external',
      CALL_LOG: 'https://storage.example.com/log?sessionid=3841557776',
      CALL_DURATION: '0',
      CALL_START_DATE: '2025-08-06T14:08:40+03:00',
      CALL_RECORD_URL: '',
      CALL_VOTE: null,
      COST: '0.0000',
      COST_CURRENCY: 'RUR',
      CALL_FAILED_CODE: '603-S',
      CALL_FAILED_REASON: 'Decline self',
      CRM_ENTITY_TYPE: 'CONTACT',
      CRM_ENTITY_ID: '275',
      CRM_ACTIVITY_ID: '7739',
      REST_APP_ID: null,
      REST_APP_NAME: null,
      TRANSCRIPT_ID: null,
      TRANSCRIPT_PENDING: 'N',
      SESSION_ID: '3841557776',
      REDIAL_ATTEMPT: null,
      COMMENT: null,
      RECORD_DURATION: null,
      RECORD_FILE_ID: null,
      CALL_TYPE: '1',
    };
    answers('voximplant.statistic.get', [
      row,
      {
        ...row,
        ID: '7',
        CALL_TYPE: '2',
        CALL_FAILED_CODE: '200',
        CALL_VOTE: '5',
        REST_APP_ID: '3',
        RECORD_FILE_ID: 9079,
      },
    ]);
    const { data, errors } = await gateway.query(`{ telephonyCalls(orderBy: { direction: ASC }) { nodes {
      statisticId type outcome vote cost recordUrl logUrl durationSeconds startedAt restAppId recordFileId sessionId
    } } }`);
    expect(errors).toBeUndefined();
    const call = {
      statisticId: '1',
      type: 'OUTGOING',
      outcome: 'CANCELLED',
      vote: null,
      cost: '0.0000',
      recordUrl: null,
      logUrl: 'https://storage.example.com/log?sessionid=3841557776',
      durationSeconds: 0,
      startedAt: '2025-08-06T14:08:40+03:00',
      restAppId: null,
      recordFileId: null,
      sessionId: '3841557776',
    };
    expect(data?.['telephonyCalls']).toEqual({
      nodes: [
        call,
        {
          ...call,
          statisticId: '7',
          type: 'INCOMING',
          outcome: 'SUCCESSFUL',
          vote: 5,
          restAppId: '3',
          recordFileId: '9079',
        },
      ],
    });
  });

  it('voximplant.callback.start: a call that was started', async () => {
    answers('voximplant.callback.start', { RESULT: true, CALL_ID: 'callback.72f42b118e019a4c.1773736077' });
    const { data, errors } = await gateway.query(
      'mutation { startCallback(input: { lineId: "reg1", phoneNumber: "+79000000000", text: "a" }) { callId } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.['startCallback']).toEqual({ callId: 'callback.72f42b118e019a4c.1773736077' });
  });
});
