import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ranMethods, sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
beforeEach(async () => (gateway = await startGateway({ emulator: { usersByWebhook: true } })));
afterEach(() => gateway.close());

const portal = () => gateway.emulator.portal;
const inject = (fault: Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]) =>
  portal().faults.inject(fault);

async function add(input: object = {}): Promise<string> {
  const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, ...input } });
  expect(errors).toBeUndefined();
  return (data?.['addSipLine'] as { configId: string }).configId;
}

/** A cloud line, an office line, a line of another application and a rented number. */
async function addAllKinds(): Promise<void> {
  await add({ title: 'Cloud' });
  await add({ type: 'OFFICE', title: 'Office <1> & "2"' });
  portal().addForeignLine({ type: 'office', title: 'Foreign' });
  portal().addRentedNumber({ number: '74951234567', title: '+7 495 123-45-67' });
  portal().journal.clear();
}

const OUTGOING_LINES = `{ outgoingLines { lineId type name isDefault sipLine { configId title } } }`;
const SET = `mutation ($lineId: ID!) { setDefaultOutgoingLine(lineId: $lineId) { lineId } }`;
const SET_SIP = `mutation ($configId: ID!) { setDefaultOutgoingSipLine(configId: $configId) { lineId type } }`;

describe('outgoingLines', () => {
  it('lists every line with its type, its own name and the SIP line behind it', async () => {
    await addAllKinds();
    const { data } = await gateway.query(OUTGOING_LINES);
    expect(data?.['outgoingLines']).toEqual(
      expect.arrayContaining([
        {
          lineId: 'reg150907',
          type: 'CLOUD',
          name: 'Cloud',
          isDefault: true,
          sipLine: { configId: '1', title: 'Cloud' },
        },
        {
          lineId: 'sip2',
          type: 'OFFICE',
          name: 'Office <1> & "2"',
          isDefault: false,
          sipLine: { configId: '2', title: 'Office <1> & "2"' },
        },
        { lineId: 'sip3', type: 'OFFICE', name: 'Foreign', isDefault: false, sipLine: null },
        {
          lineId: '74951234567',
          type: 'RENTED_NUMBER',
          name: '+7 495 123-45-67',
          isDefault: false,
          sipLine: null,
        },
      ]),
    );
    expect(ranMethods(gateway).toSorted()).toEqual([
      'voximplant.line.get',
      'voximplant.line.outgoing.get',
      // By REG_ID and by CONFIG_ID.
      'voximplant.sip.get',
      'voximplant.sip.get',
    ]);
  });

  it('is empty where the portal has no line', async () => {
    const { data, errors } = await gateway.query(
      '{ outgoingLines { lineId } defaultOutgoingLine { lineId } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ outgoingLines: [], defaultOutgoingLine: null });
  });

  it('is of no certain SIP line where the registration failed', async () => {
    portal().setCarrier('fails-with-reg-id-0');
    await add();
    const { data, errors } = await gateway.query('{ outgoingLines { lineId type sipLine { configId } } }');
    expect(errors).toBeUndefined();
    expect(data?.['outgoingLines']).toEqual([{ lineId: 'reg0', type: 'CLOUD', sipLine: null }]);
  });

  it('does not take what it does not know for a rented number', async () => {
    inject({
      kind: 'result',
      on: 'voximplant.line.get',
      result: { group7: 'A', LINK_BASE_NUMBER: 'B', '': 'C' },
    });
    const { data } = await gateway.query('{ outgoingLines { lineId type } }');
    expect(data?.['outgoingLines']).toEqual([
      { lineId: 'group7', type: 'UNKNOWN' },
      { lineId: 'LINK_BASE_NUMBER', type: 'UNKNOWN' },
      { lineId: '', type: 'UNKNOWN' },
    ]);
  });

  it('is an error, and no other field with it, where the right is missing', async () => {
    inject({ kind: 'error', on: 'voximplant.line.get', status: 403, code: 'ACCESS_DENIED' });
    const { data, errors } = await gateway.query('{ outgoingLines { lineId } telephonyVoices { id } }');
    expect(data?.['outgoingLines']).toBeNull();
    expect(data?.['telephonyVoices']).not.toHaveLength(0);
    expect(errors).toMatchObject([{ path: ['outgoingLines'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each([
    ['a list of names', ['a']],
    ['text', 'none'],
    ['nothing', null],
  ])('is an error where the portal answers %s', async (_name, result) => {
    inject({ kind: 'result', on: 'voximplant.line.get', result });
    const { errors } = await gateway.query('{ outgoingLines { lineId } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR' } }]);
  });
});

describe('the default outgoing line', () => {
  it('is the first line that was added, and stays it', async () => {
    await add();
    await add({ title: 'Second' });
    portal().journal.clear();
    const { data } = await gateway.query('{ defaultOutgoingLine { lineId name } }');
    expect(data?.['defaultOutgoingLine']).toEqual({ lineId: 'reg150907', name: 'Sales' });
    expect(sentMethods(gateway)).toEqual(['voximplant.line.outgoing.get', 'voximplant.line.get']);
  });

  it('costs one call, and one more for the lines that ask for their share of it', async () => {
    await add();
    await add({ title: 'Second', type: 'OFFICE' });
    portal().journal.clear();
    const { data } = await gateway.query(
      '{ sipLines { nodes { lineId isDefaultOutgoing settingsUrl } } defaultOutgoingLine { lineId isDefault } }',
    );
    const origin = new URL(gateway.emulator.webhookUrl).origin;
    expect(data?.['sipLines']).toEqual({
      nodes: [
        {
          lineId: 'reg150907',
          isDefaultOutgoing: true,
          settingsUrl: `${origin}/telephony/edit.php?ID=1`,
        },
        { lineId: 'sip2', isDefaultOutgoing: false, settingsUrl: `${origin}/telephony/edit.php?ID=2` },
      ],
    });
    expect(data?.['defaultOutgoingLine']).toEqual({ lineId: 'reg150907', isDefault: true });
    expect(ranMethods(gateway).toSorted()).toEqual([
      'voximplant.line.outgoing.get',
      'voximplant.sip.get',
      'voximplant.url.get',
    ]);
  });

  it.each(['fails-without-reg-id', 'fails-with-reg-id-0'] as const)(
    'may be a line whose registration %s',
    async (mode) => {
      portal().setCarrier(mode);
      await add();
      const { data } = await gateway.query('{ sipLine(configId: 1) { regId lineId isDefaultOutgoing } }');
      expect(data?.['sipLine']).toEqual({ regId: null, lineId: null, isDefaultOutgoing: null });
    },
  );
});

describe('setDefaultOutgoingLine', () => {
  it('sets a rented number and reads it back', async () => {
    await addAllKinds();
    const { data } = await gateway.query(
      `mutation { setDefaultOutgoingLine(lineId: "74951234567") { lineId type isDefault } }`,
    );
    expect(data?.['setDefaultOutgoingLine']).toEqual({
      lineId: '74951234567',
      type: 'RENTED_NUMBER',
      isDefault: true,
    });
    expect(portal().outgoingLine()).toBe('74951234567');
    expect(sentMethods(gateway).slice(0, 2)).toEqual([
      'voximplant.line.outgoing.set',
      'voximplant.line.outgoing.get',
    ]);
  });

  it('is seen by every later field of the same request', async () => {
    await addAllKinds();
    const { data, errors } = await gateway.query(`mutation {
      first: setDefaultOutgoingLine(lineId: "sip2") { isDefault }
      second: setDefaultOutgoingLine(lineId: "74951234567") { isDefault }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ first: { isDefault: true }, second: { isDefault: true } });
  });

  it.each(['reg1', 'sip999', '74950000000', '', 'reg150907 '])(
    'finds no line %j although the portal confirms',
    async (lineId) => {
      await addAllKinds();
      const { data, errors } = await gateway.query(SET, { lineId });
      expect(data).toEqual({ setDefaultOutgoingLine: null });
      expect(errors).toMatchObject([
        { path: ['setDefaultOutgoingLine'], extensions: { code: 'NOT_FOUND', argument: ['lineId'] } },
      ]);
      expect(portal().outgoingLine()).toBe('reg150907');
    },
  );

  it('tells that a change was confirmed and not made', async () => {
    await addAllKinds();
    inject({ kind: 'result', on: 'voximplant.line.outgoing.set', result: 1, execute: false });
    const { errors } = await gateway.query(SET, { lineId: 'sip2' });
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'UPSTREAM_ERROR',
          applied: false,
          retryable: false,
          bitrix24: { method: 'voximplant.line.outgoing.set' },
        },
      },
    ]);
  });

  it('tells that the outcome is unknown where it cannot be read back', async () => {
    await addAllKinds();
    inject({ kind: 'error', on: 'voximplant.line.outgoing.get', status: 403, code: 'ACCESS_DENIED' });
    const { errors } = await gateway.query(SET, { lineId: 'sip2' });
    expect(errors).toMatchObject([
      { extensions: { code: 'OUTCOME_UNKNOWN', retryable: true, bitrix24: { error: 'ACCESS_DENIED' } } },
    ]);
  });

  it('repeats what was lost', async () => {
    await addAllKinds();
    inject({ kind: 'drop', on: 'voximplant.line.outgoing.set', stage: 'after' });
    const { data } = await gateway.query(SET, { lineId: 'sip2' });
    expect(data?.['setDefaultOutgoingLine']).toEqual({ lineId: 'sip2' });
    expect(sentMethods(gateway)).toEqual([
      'voximplant.line.outgoing.set',
      'voximplant.line.outgoing.set',
      'voximplant.line.outgoing.get',
    ]);
  });

  it('keeps the order of one operation', async () => {
    await addAllKinds();
    const { data } = await gateway.query(`mutation {
      a: setDefaultOutgoingLine(lineId: "sip2") { lineId }
      b: setDefaultOutgoingSipLine(configId: 1) { lineId isDefault sipLine { isDefaultOutgoing } }
    }`);
    expect(data).toEqual({
      a: { lineId: 'sip2' },
      b: { lineId: 'reg150907', isDefault: true, sipLine: { isDefaultOutgoing: true } },
    });
  });
});

describe('the line of an external telephony application', () => {
  const LINE = 'lineId type name isDefault sipLine { configId }';
  const APPLICATION_LINES = [
    ['REST_APP:3', 'APPLICATION'],
    // The portal lists no number of an application, and does not say whose a number is.
    ['74950000003', 'UNKNOWN'],
    ['our line 3', 'UNKNOWN'],
  ] as const;
  beforeEach(async () => {
    await addAllKinds();
    portal().addTelephonyApplication({ id: 3, numbers: ['74950000003', 'our line 3'] });
  });

  it.each(APPLICATION_LINES)('%j can be the default, and is of type %s', async (lineId, type) => {
    const expected = { lineId, type, name: null, isDefault: true, sipLine: null };
    const set = await gateway.query(
      `mutation ($lineId: ID!) { setDefaultOutgoingLine(lineId: $lineId) { ${LINE} } }`,
      { lineId },
    );
    expect(set.errors).toBeUndefined();
    expect(set.data?.['setDefaultOutgoingLine']).toEqual(expected);
    const read = await gateway.query(`{ defaultOutgoingLine { ${LINE} } outgoingLines { lineId } }`);
    expect(read.data?.['defaultOutgoingLine']).toEqual(expected);
    expect(read.data?.['outgoingLines']).not.toContainEqual({ lineId });
  });

  it.each(APPLICATION_LINES)('%j is the line of a user and of a call', async (lineId, type) => {
    portal().putUser({ id: 7, defaultLine: lineId });
    portal().addCall({ portalNumber: lineId });
    const { data, errors } = await gateway.query(
      '{ telephonyUser(userId: 7) { defaultLine { lineId type } } telephonyCalls { nodes { lineId line { type } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.['telephonyUser']).toEqual({ defaultLine: { lineId, type } });
    // Of a number that is not listed, a call cannot tell whether the portal still has it.
    const line = type === 'APPLICATION' ? { type } : null;
    expect(data?.['telephonyCalls']).toEqual({ nodes: [{ lineId, line }] });
  });

  it('costs no call to be told from others by its prefix', async () => {
    await gateway.query(SET, { lineId: 'REST_APP:3' });
    portal().journal.clear();
    const { data } = await gateway.query('{ defaultOutgoingLine { type } }');
    expect(data?.['defaultOutgoingLine']).toEqual({ type: 'APPLICATION' });
    expect(sentMethods(gateway)).toEqual(['voximplant.line.outgoing.get']);
  });

  it('keeps the line where only its kind cannot be read', async () => {
    await gateway.query(SET, { lineId: '74950000003' });
    inject({ kind: 'error', on: 'voximplant.line.get', status: 403, code: 'ACCESS_DENIED' });
    const { data, errors } = await gateway.query('{ defaultOutgoingLine { lineId type } }');
    expect(data?.['defaultOutgoingLine']).toEqual({ lineId: '74950000003', type: null });
    expect(errors).toMatchObject([
      { path: ['defaultOutgoingLine', 'type'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

describe('LINK_BASE_NUMBER', () => {
  it('is no line, wherever the portal writes it', async () => {
    portal().putUser({ id: 7, defaultLine: 'LINK_BASE_NUMBER' });
    portal().addCall({ portalNumber: 'LINK_BASE_NUMBER' });
    const { data, errors } = await gateway.query(`{
      defaultOutgoingLine { lineId } telephonyUser(userId: 7) { defaultLineId defaultLine { lineId } }
      telephonyCalls { nodes { lineId line { lineId } sipLine { configId } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      defaultOutgoingLine: null,
      telephonyUser: { defaultLineId: null, defaultLine: null },
      telephonyCalls: { nodes: [{ lineId: null, line: null, sipLine: null }] },
    });
  });

  it('cannot be made the default, which would leave the portal without one', async () => {
    await addAllKinds();
    const { errors } = await gateway.query(SET, { lineId: 'LINK_BASE_NUMBER' });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', argument: ['lineId'] } }]);
    expect(sentMethods(gateway)).toEqual([]);
    expect(portal().outgoingLine()).toBe('reg150907');
  });
});

describe('a cloud line whose registration failed', () => {
  const SET_LINE = `mutation { setDefaultOutgoingSipLine(configId: 2) { lineId type } }`;
  const DEFAULTS = '{ sipLines { nodes { configId isDefaultOutgoing } } }';
  beforeEach(() => add({ type: 'OFFICE', title: 'Office' }));

  it.each(['fails-with-reg-id-0', 'fails-without-reg-id'] as const)(
    'can be the default: %s',
    async (mode) => {
      portal().setCarrier(mode);
      await add();
      const { data, errors } = await gateway.query(SET_LINE);
      expect(errors).toBeUndefined();
      expect(data?.['setDefaultOutgoingSipLine']).toEqual({ lineId: 'reg0', type: 'CLOUD' });
      expect(portal().outgoingLine()).toBe('reg0');
    },
  );

  it('is not told from others like it, which have the same LINE_ID', async () => {
    portal().setCarrier('fails-with-reg-id-0');
    await add();
    const isDefault = async () => (await gateway.query(DEFAULTS)).data?.['sipLines'];
    expect(await isDefault()).toEqual({
      nodes: [
        { configId: '1', isDefaultOutgoing: true },
        { configId: '2', isDefaultOutgoing: false },
      ],
    });
    await gateway.query(SET_LINE);
    expect(await isDefault()).toEqual({
      nodes: [
        { configId: '1', isDefaultOutgoing: false },
        { configId: '2', isDefaultOutgoing: null },
      ],
    });
  });

  it('is not taken for set where the default is another', async () => {
    portal().setCarrier('fails-with-reg-id-0');
    await add();
    inject({ kind: 'result', on: 'voximplant.line.outgoing.sip.set', result: 1, execute: false });
    const { errors } = await gateway.query(SET_LINE);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR', applied: false } }]);
  });
});

describe('setDefaultOutgoingSipLine', () => {
  it.each([
    ['1', { lineId: 'reg150907', type: 'CLOUD' }],
    ['2', { lineId: 'sip2', type: 'OFFICE' }],
    ['3', { lineId: 'sip3', type: 'OFFICE' }],
  ])('sets line %s, of whatever application', async (configId, expected) => {
    await addAllKinds();
    const { data, errors } = await gateway.query(SET_SIP, { configId });
    expect(errors).toBeUndefined();
    expect(data?.['setDefaultOutgoingSipLine']).toEqual(expected);
    expect(portal().outgoingLine()).toBe(expected.lineId);
    expect(ranMethods(gateway)).toEqual([
      'voximplant.line.outgoing.sip.set',
      'voximplant.line.outgoing.get',
      'voximplant.sip.get',
    ]);
  });

  it('does not find what the portal does not find', async () => {
    const { errors } = await gateway.query(SET_SIP, { configId: '9' });
    expect(errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND', argument: ['configId'], bitrix24: { error: 'ERROR_ARGUMENT' } } },
    ]);
  });

  it('asks the portal nothing about what cannot be an id', async () => {
    const { errors } = await gateway.query(SET_SIP, { configId: '1abc' });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND', argument: ['configId'] } }]);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('tells that a change was confirmed and not made', async () => {
    await addAllKinds();
    inject({ kind: 'result', on: 'voximplant.line.outgoing.sip.set', result: 1, execute: false });
    const { errors } = await gateway.query(SET_SIP, { configId: '2' });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR', applied: false } }]);
  });
});

describe('a router', () => {
  it('gets outgoing lines by either key, and null for those that are gone', async () => {
    await addAllKinds();
    const { data: own } = await gateway.query('{ defaultOutgoingLine { id } }');
    const { id } = own?.['defaultOutgoingLine'] as { id: string };
    portal().journal.clear();
    const { data } = await gateway.query(
      `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on OutgoingLine { lineId name } }
      }`,
      {
        representations: [
          { __typename: 'OutgoingLine', lineId: 'sip3' },
          { __typename: 'OutgoingLine', id },
          { __typename: 'OutgoingLine', lineId: 'sip99' },
          { __typename: 'OutgoingLine', lineId: { a: 1 } },
        ],
      },
    );
    expect(data?.['_entities']).toEqual([
      { lineId: 'sip3', name: 'Foreign' },
      { lineId: 'reg150907', name: 'Cloud' },
      null,
      null,
    ]);
    expect(sentMethods(gateway)).toEqual(['voximplant.line.get']);
  });
});
