import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
// One gateway for all, because starting it takes longer than most tests.
beforeAll(async () => (gateway = await startGateway({ emulator: { usersByWebhook: true } })));
beforeEach(async () => {
  await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
  gateway.emulator.portal.addCall({});
});
afterEach(() => {
  gateway.emulator.portal.reset();
});
afterAll(() => gateway.close());

type Values = readonly (string | number | boolean | null)[];

/** The forms in which the portal says "none" of a text, and of what cannot be 0. */
const NO_TEXT: Values = [null, ''];
const NO_NUMBER: Values = [null, '', 0, '0'];
const NO_DATE: Values = [null, '', 0, '0', '0000-00-00 00:00:00', '-0001-11-30T00:00:00+03:00'];

interface Place {
  readonly method: string;
  /** Selects the field in place of FIELD. */
  readonly query: string;
}

const CALL: Place = {
  method: 'voximplant.statistic.get',
  query: '{ telephonyCalls { nodes { FIELD } } }',
};
const LINE: Place = { method: 'voximplant.sip.get', query: '{ sipLine(configId: 1) { FIELD } }' };
const REGISTRATION: Place = {
  method: 'voximplant.sip.status',
  query: '{ sipLine(configId: 1) { registration { FIELD } } }',
};
const USER: Place = { method: 'voximplant.user.get', query: '{ telephonyUser(userId: 1) { FIELD } }' };
const CONNECTOR: Place = { method: 'voximplant.sip.connector.status', query: '{ sipConnector { FIELD } }' };

const NOTHING: readonly (readonly [Place, string, string, Values])[] = [
  [CALL, 'CALL_ID', 'callId', NO_TEXT],
  [CALL, 'EXTERNAL_CALL_ID', 'externalCallId', NO_TEXT],
  [CALL, 'CALL_TYPE', 'type', NO_NUMBER],
  [CALL, 'CALL_CATEGORY', 'category', NO_TEXT],
  [CALL, 'CALL_FAILED_CODE', 'outcome', NO_NUMBER],
  [CALL, 'CALL_FAILED_REASON', 'failedReason', NO_TEXT],
  [CALL, 'PORTAL_USER_ID', 'userId', NO_NUMBER],
  [CALL, 'PORTAL_NUMBER', 'lineId', [...NO_TEXT, 'LINK_BASE_NUMBER']],
  [CALL, 'PHONE_NUMBER', 'phoneNumber', NO_TEXT],
  [CALL, 'CALL_START_DATE', 'startedAt', NO_DATE],
  [CALL, 'CALL_DURATION', 'durationSeconds', NO_TEXT],
  [CALL, 'COST', 'cost', NO_TEXT],
  [CALL, 'COST_CURRENCY', 'costCurrency', NO_TEXT],
  [CALL, 'CALL_VOTE', 'vote', NO_NUMBER],
  [CALL, 'COMMENT', 'comment', NO_TEXT],
  [CALL, 'CALL_RECORD_URL', 'recordUrl', NO_NUMBER],
  [CALL, 'RECORD_DURATION', 'recordDurationSeconds', NO_NUMBER],
  [CALL, 'RECORD_FILE_ID', 'recordFileId', NO_NUMBER],
  [CALL, 'TRANSCRIPT_ID', 'transcriptId', NO_NUMBER],
  [CALL, 'CALL_LOG', 'logUrl', NO_NUMBER],
  [CALL, 'SESSION_ID', 'sessionId', NO_NUMBER],
  [CALL, 'REDIAL_ATTEMPT', 'redialAttempt', NO_NUMBER],
  [CALL, 'CRM_ENTITY_TYPE', 'crmEntityType', NO_TEXT],
  [CALL, 'CRM_ENTITY_ID', 'crmEntityId', NO_NUMBER],
  [CALL, 'CRM_ACTIVITY_ID', 'crmActivityId', NO_NUMBER],
  [CALL, 'REST_APP_ID', 'restAppId', NO_NUMBER],
  [CALL, 'REST_APP_NAME', 'restAppName', NO_TEXT],
  [LINE, 'PASSWORD', 'password', NO_TEXT],
  [LINE, 'REG_ID', 'regId', NO_NUMBER],
  [LINE, 'INCOMING_SERVER', 'incomingServer', NO_TEXT],
  [LINE, 'AUTH_USER', 'authUser', NO_TEXT],
  [LINE, 'OUTBOUND_PROXY', 'outboundProxy', NO_TEXT],
  [LINE, 'LINE_DETECT_HEADER_ORDER', 'lineDetectHeaderOrder', NO_TEXT],
  [LINE, 'REGISTRATION_STATUS_CODE', 'lastRegistration { statusCode }', NO_NUMBER],
  [REGISTRATION, 'STATUS_RESULT', 'status', NO_TEXT],
  [REGISTRATION, 'STATUS_CODE', 'statusCode', NO_NUMBER],
  [REGISTRATION, 'ERROR_MESSAGE', 'errorMessage', NO_TEXT],
  [REGISTRATION, 'LAST_UPDATED', 'lastUpdated', NO_DATE],
  [USER, 'DEFAULT_LINE', 'defaultLineId', [...NO_TEXT, 'LINK_BASE_NUMBER']],
  [USER, 'SIP_SERVER', 'sipServer', NO_TEXT],
  [USER, 'SIP_LOGIN', 'sipLogin', NO_TEXT],
  [USER, 'SIP_PASSWORD', 'sipPassword', NO_TEXT],
  [USER, 'INNER_NUMBER', 'innerNumber', NO_TEXT],
  [CONNECTOR, 'FREE_MINUTES', 'freeMinutes', NO_TEXT],
  [CONNECTOR, 'PAID_DATE_END', 'paidUntil', NO_DATE],
];

/** Flags that were never set are off. */
const OFF: readonly (readonly [Place, string, string, Values])[] = [
  [CALL, 'TRANSCRIPT_PENDING', 'transcriptPending', ['N', null, '']],
  [LINE, 'DETECT_LINE_NUMBER', 'detectLineNumber', ['N', null, '']],
  [USER, 'PHONE_ENABLED', 'phoneEnabled', ['N', null, '']],
  [CONNECTOR, 'PAID', 'paid', [false, 0, '0', 'N', null, '']],
];

async function read(place: Place, wireName: string, field: string, value: Values[number]): Promise<unknown> {
  gateway.emulator.portal.faults.inject({
    kind: 'result-patch',
    on: place.method,
    merge: { ...(wireName === 'PAID_DATE_END' && { PAID: true }), [wireName]: value },
  });
  const { data, errors } = await gateway.query(place.query.replace('FIELD', field));
  expect(errors).toBeUndefined();
  return innermost(data, field.split(' ')[0] ?? '');
}

function innermost(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return innermost(value[0], name);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  return name in fields ? fields[name] : innermost(Object.values(fields)[0], name);
}

describe('what the portal writes where it has nothing', () => {
  it.each(NOTHING)('$0.method $1 is null', async (place, wireName, field, values) => {
    for (const value of values) expect(await read(place, wireName, field, value)).toBeNull();
  });

  it.each(OFF)('$0.method $1 is off', async (place, wireName, field, values) => {
    for (const value of values) expect(await read(place, wireName, field, value)).toBe(false);
  });

  it('is not what it writes of a call that took no time and cost nothing', async () => {
    expect(await read(CALL, 'CALL_DURATION', 'durationSeconds', '0')).toBe(0);
    expect(await read(CALL, 'COST', 'cost', '0.0000')).toBe('0.0000');
    expect(await read(CONNECTOR, 'FREE_MINUTES', 'freeMinutes', 0)).toBe(0);
  });

  it('is what the portal has of a call without rating, and of a user without phone', async () => {
    gateway.emulator.portal.putUser({ id: 7 });
    const { data } = await gateway.query(`{
      telephonyCalls { nodes { vote sessionId } } telephonyUser(userId: 7) { phoneEnabled }
    }`);
    expect(data).toEqual({
      telephonyCalls: { nodes: [{ vote: null, sessionId: null }] },
      telephonyUser: { phoneEnabled: false },
    });
  });
});
