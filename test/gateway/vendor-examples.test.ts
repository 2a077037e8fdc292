import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, LINE_FIELDS, NEW_LINE } from '../support/operations.ts';

/**
 * The forms of the example answers in the vendor's documentation, with values of our own: which fields are there, what
 * is a number and what is text, where a missing value is null, "" or absent.
 */
let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

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
    expect((await gateway.query('mutation { deleteSipLine(configId: "5") }')).data).toEqual({
      deleteSipLine: '5',
    });
  });
});
