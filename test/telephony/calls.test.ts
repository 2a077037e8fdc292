import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ranMethods, sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { sampled } from '../support/random-runs.ts';

let gateway: TestGateway;
beforeEach(async () => (gateway = await startGateway({ emulator: { usersByWebhook: true } })));
afterEach(() => gateway.close());

const portal = () => gateway.emulator.portal;
const inject = (fault: Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]) =>
  portal().faults.inject(fault);

function addCalls(count: number, call: Parameters<ReturnType<typeof portal>['addCall']>[0] = {}): void {
  for (let index = 0; index < count; index += 1) portal().addCall(call);
}

interface Connection {
  readonly nodes: readonly { statisticId: string }[];
  readonly edges: readonly { cursor: string; node: { statisticId: string } }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

const CALLS = `query ($first: Int, $after: String, $filter: TelephonyCallFilter, $orderBy: TelephonyCallOrder) {
  telephonyCalls(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { statisticId } edges { cursor node { statisticId } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

const OLDEST_FIRST = { direction: 'ASC' };
const NEWEST_FIRST = { direction: 'DESC' };

async function list(variables: Record<string, unknown> = {}): Promise<Connection> {
  const { data, errors } = await gateway.query(CALLS, variables);
  expect(errors).toBeUndefined();
  return data?.['telephonyCalls'] as Connection;
}

const ids = ({ nodes }: Connection) => nodes.map(({ statisticId }) => Number(statisticId));

async function problemOf(variables: Record<string, unknown>) {
  const { errors } = await gateway.query(CALLS, variables);
  return errors?.[0]?.extensions;
}

describe('telephonyCalls', () => {
  it('answers all that the portal knows of a call, joined to its line and its user', async () => {
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    portal().putUser({ id: 7, innerNumber: '107' });
    portal().addCall({
      callId: 'abc.1',
      externalCallId: 'ext-1',
      type: 2,
      userId: 7,
      portalNumber: 'reg150907',
      phoneNumber: '+79061234567',
      duration: 95,
      startedAt: Date.parse('2026-03-10T08:19:38Z'),
      recordUrl: 'https://portal.example/record.mp3',
      vote: 5,
      cost: '1.2500',
      costCurrency: 'RUR',
      failedCode: '603-S',
      failedReason: 'Decline self',
      crmEntityType: 'CONTACT',
      crmEntityId: 275,
      crmActivityId: 7739,
      transcriptId: 1,
      sessionId: 3841557776,
      recordDuration: 90,
      recordFileId: 9079,
      comment: 'wants a call',
    });
    portal().journal.clear();
    const { data, errors } = await gateway.query(`{ telephonyCalls { nodes {
      statisticId callId externalCallId type category outcome failedCode failedReason userId user { innerNumber }
      lineId line { name type } sipLine { configId title } phoneNumber startedAt durationSeconds cost costCurrency vote
      comment recordUrl recordDurationSeconds recordFileId transcriptId transcriptPending logUrl sessionId
      redialAttempt crmEntityType crmEntityId crmActivityId restAppId restAppName
    } } }`);
    expect(errors).toBeUndefined();
    expect(data?.['telephonyCalls']).toEqual({
      nodes: [
        {
          statisticId: '1',
          callId: 'abc.1',
          externalCallId: 'ext-1',
          type: 'INCOMING',
          category: 'external',
          outcome: 'CANCELLED',
          failedCode: '603-S',
          failedReason: 'Decline self',
          userId: '7',
          user: { innerNumber: '107' },
          lineId: 'reg150907',
          line: { name: 'Sales', type: 'CLOUD' },
          sipLine: { configId: '1', title: 'Sales' },
          phoneNumber: '+79061234567',
          startedAt: '2026-03-10T11:19:38+03:00',
          durationSeconds: 95,
          cost: '1.2500',
          costCurrency: 'RUR',
          vote: 5,
          comment: 'wants a call',
          recordUrl: 'https://portal.example/record.mp3',
          recordDurationSeconds: 90,
          recordFileId: '9079',
          transcriptId: '1',
          transcriptPending: false,
          logUrl: null,
          sessionId: '3841557776',
          redialAttempt: null,
          crmEntityType: 'CONTACT',
          crmEntityId: '275',
          crmActivityId: '7739',
          restAppId: null,
          restAppName: null,
        },
      ],
    });
    expect(ranMethods(gateway).toSorted()).toEqual([
      'voximplant.line.get',
      'voximplant.sip.get',
      'voximplant.statistic.get',
      'voximplant.user.get',
    ]);
  });

  it('reads the joins of a whole page together', async () => {
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: 'OFFICE', title: 'Office' } });
    for (const id of [1, 2, 3]) portal().putUser({ id });
    for (let index = 0; index < 50; index += 1) {
      portal().addCall({
        userId: (index % 4) + 1,
        portalNumber: ['reg150907', 'sip2', '7495'][index % 3] ?? '',
      });
    }
    portal().journal.clear();
    const { errors } = await gateway.query(
      '{ telephonyCalls { nodes { user { userId } line { name } sipLine { title } } } }',
    );
    expect(errors).toBeUndefined();
    expect(ranMethods(gateway).toSorted()).toEqual([
      'voximplant.line.get',
      'voximplant.sip.get',
      'voximplant.sip.get',
      'voximplant.statistic.get',
      'voximplant.user.get',
    ]);
  });

  it('is empty where there was no call', async () => {
    expect(await list()).toEqual({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null },
    });
  });

  it.each([
    ...sampled(
      [
        ['the newest first where nothing is said', undefined, 'DESC'],
        ['the newest first where no direction is given', { field: 'STATISTIC_ID' }, 'DESC'],
        ['the newest first', { direction: 'DESC' }, 'DESC'],
      ] as const,
      1,
    ),
    ['the oldest first', { field: 'STATISTIC_ID', direction: 'ASC' }, 'ASC'] as const,
  ])(
    'walks through all calls, each once, whatever the size of the page: %s',
    async (_name, orderBy, direction) => {
      addCalls(230);
      const all = Array.from({ length: 230 }, (_, index) => index + 1);
      if (direction === 'DESC') all.reverse();
      for (const first of [7, 50, 70, 115, 200]) {
        const seen: number[] = [];
        let page: Connection | undefined;
        do {
          page = await list({ first, orderBy, after: page?.pageInfo.endCursor });
          expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
          expect(page.pageInfo.hasPreviousPage).toBe(seen.length > 0);
          seen.push(...ids(page));
        } while (page.pageInfo.hasNextPage);
        expect(seen).toEqual(all);
      }
    },
  );

  it('costs one request for each 50 calls, and none of them is counted', async () => {
    addCalls(1_000);
    let page: Connection | undefined;
    do {
      page = await list({ first: 50, orderBy: OLDEST_FIRST, after: page?.pageInfo.endCursor });
    } while (page.pageInfo.hasNextPage);
    const requests = portal().journal.entries('voximplant.statistic.get');
    // The last one finds nothing behind the last full page.
    expect(requests).toHaveLength(1_000 / 50 + 1);
    expect(requests.every(({ params }) => params['start'] === -1)).toBe(true);
  });

  it('is not disturbed by calls that come in while it is walked through', async () => {
    addCalls(60);
    const first = await list({ first: 50, orderBy: OLDEST_FIRST });
    addCalls(60);
    const second = await list({ first: 200, orderBy: OLDEST_FIRST, after: first.pageInfo.endCursor });
    expect([...ids(first), ...ids(second)]).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  });

  it('counts only where it is asked to', async () => {
    addCalls(60, { type: 1 });
    addCalls(5, { type: 2 });
    const { data } = await gateway.query(
      '{ telephonyCalls(first: 1, filter: { types: [OUTGOING] }) { totalCount nodes { type } } }',
    );
    expect(data?.['telephonyCalls']).toEqual({ totalCount: 60, nodes: [{ type: 'OUTGOING' }] });
    expect(ranMethods(gateway)).toEqual(Array(2).fill('voximplant.statistic.get'));
  });

  it.each([
    [{ types: ['INCOMING', 'CALLBACK'] }, [2, 4]],
    [{ outcomes: ['SUCCESSFUL'] }, [1, 5]],
    [{ outcomes: ['DIRECTION_UNAVAILABLE', 'CANCELLED'] }, [2, 3, 4]],
    [{ lineIds: ['sip2', '7495'] }, [2, 3]],
    [{ userIds: ['7'] }, [1, 4]],
    [{ callIds: ['call-5'] }, [5]],
    [{ phoneNumber: '79002' }, [2]],
    [{ phoneNumberContains: '900' }, [1, 2, 3, 4, 5]],
    [{ startedFrom: '2026-03-03T00:00:00Z' }, [3, 4, 5]],
    [{ startedFrom: '2026-03-03T03:00:00+03:00', startedBefore: '2026-03-05T00:00:00Z' }, [3, 4]],
    [{ minDurationSeconds: 30 }, [3, 4, 5]],
    [{ crmEntityType: 'LEAD', crmEntityIds: ['1', '2'] }, [2]],
    [{ crmActivityIds: ['4'] }, [4]],
    [{ types: null, lineIds: null, startedFrom: null }, [1, 2, 3, 4, 5]],
    [{ lineIds: [] }, []],
    [{ userIds: ['x'] }, []],
    [{ types: ['OUTGOING'], userIds: ['9'] }, []],
  ])('filters by %j', async (filter, expected) => {
    const lines = ['reg1', 'sip2', '7495', 'reg1', 'reg1'];
    const codes = ['200', '603-S', '484', '503', '200'];
    for (let index = 0; index < 5; index += 1) {
      portal().addCall({
        callId: `call-${index + 1}`,
        type: index + 1,
        failedCode: codes[index] ?? '',
        portalNumber: lines[index] ?? '',
        userId: index % 3 === 0 ? 7 : 8,
        phoneNumber: `7900${index + 1}`,
        startedAt: Date.parse(`2026-03-0${index + 1}T00:00:00Z`),
        duration: (index + 1) * 10,
        crmEntityType: index === 1 ? 'LEAD' : 'CONTACT',
        crmEntityId: index + 1,
        crmActivityId: index + 1,
      });
    }
    expect(ids(await list({ filter, orderBy: OLDEST_FIRST }))).toEqual(expected);
    // What cannot match anything is not asked for.
    if (
      Object.values(filter).some((value) => Array.isArray(value) && (value.length === 0 || value[0] === 'x'))
    )
      expect(sentMethods(gateway)).toEqual([]);
  });

  it.each([
    [{ first: 0 }, ['first']],
    [{ first: 201 }, ['first']],
    [{ after: 'x' }, ['after']],
    [{ filter: { startedFrom: 'yesterday' } }, ['filter', 'startedFrom']],
    [{ filter: { startedBefore: '2026-03-01' } }, ['filter', 'startedBefore']],
    [{ filter: { startedBefore: '2026-99-01T00:00:00Z' } }, ['filter', 'startedBefore']],
    [{ filter: { phoneNumber: '\ud800' } }, ['filter', 'phoneNumber']],
    [{ filter: { lineIds: ['\ud800'] } }, ['filter', 'lineIds']],
    [{ filter: { lineIds: Array(201).fill('sip1') } }, ['filter', 'lineIds']],
  ])('refuses %j before anything is sent', async (variables, argument) => {
    expect(await problemOf(variables)).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('refuses a cursor of another list', async () => {
    addCalls(3);
    const { pageInfo } = await list({ first: 1 });
    for (const variables of [{ orderBy: OLDEST_FIRST }, { filter: { types: ['OUTGOING'] } }]) {
      expect(await problemOf({ ...variables, after: pageInfo.endCursor })).toMatchObject({
        code: 'BAD_USER_INPUT',
        argument: ['after'],
      });
    }
  });

  it.each([
    ['the same page again', [{ ID: '5' }, { ID: '5' }]],
    ['another order', [{ ID: '5' }, { ID: '6' }]],
    ['a row without an id', [{ CALL_TYPE: '1' }]],
    ['no list', { ID: '5' }],
  ])('is an error where the portal answers %s', async (_name, result) => {
    inject({ kind: 'result', on: 'voximplant.statistic.get', result });
    expect(await problemOf({ orderBy: NEWEST_FIRST })).toMatchObject({ code: 'UPSTREAM_ERROR' });
  });

  it('makes nothing up for what the portal says in other words', async () => {
    inject({
      kind: 'result',
      on: 'voximplant.statistic.get',
      result: [
        {
          ID: 5,
          CALL_TYPE: '9',
          CALL_FAILED_CODE: '999',
          CALL_START_DATE: 'today',
          CALL_DURATION: 'long',
          COST: '1,5',
          CALL_RECORD_URL: 'javascript:alert(1)',
          CALL_VOTE: {},
        },
      ],
    });
    const { data, errors } = await gateway.query(
      '{ telephonyCalls { nodes { type outcome failedCode startedAt durationSeconds cost recordUrl vote user { userId } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.['telephonyCalls']).toEqual({
      nodes: [
        {
          type: null,
          outcome: null,
          failedCode: '999',
          startedAt: null,
          durationSeconds: null,
          cost: null,
          recordUrl: null,
          vote: null,
          user: null,
        },
      ],
    });
  });
});

describe('SipLine.calls', () => {
  it('are the calls by this line, also with conditions of their own', async () => {
    await gateway.query(ADD_SIP_LINE, { input: NEW_LINE });
    addCalls(3, { portalNumber: 'reg150907' });
    addCalls(2, { portalNumber: 'sip9' });
    portal().addCall({ portalNumber: 'reg150907', type: 2 });
    const { data } = await gateway.query(`{ sipLine(configId: 1) {
      all: calls { nodes { statisticId } totalCount }
      incoming: calls(filter: { types: [INCOMING] }) { nodes { statisticId } }
      elsewhere: calls(filter: { lineIds: ["sip9"] }) { nodes { statisticId } totalCount }
    } }`);
    expect(data?.['sipLine']).toEqual({
      all: { nodes: ['6', '3', '2', '1'].map((statisticId) => ({ statisticId })), totalCount: 4 },
      incoming: { nodes: [{ statisticId: '6' }] },
      elsewhere: { nodes: [], totalCount: 0 },
    });
    expect(ranMethods(gateway).filter((method) => method === 'voximplant.statistic.get')).toHaveLength(3);
  });
});

const CALLBACK = `mutation ($input: StartCallbackInput!) { startCallback(input: $input) { callId } }`;
const INFO_CALL = `mutation ($input: StartInfoCallInput!) { startInfoCall(input: $input) { callId } }`;
const CALL = { lineId: '74951234567', phoneNumber: '+7 (906) 123-45-67', text: 'Hello' };

describe('startCallback and startInfoCall', () => {
  beforeEach(() => {
    portal().addRentedNumber({ number: '74951234567' });
  });

  it.each([
    ['startCallback', CALLBACK, { ...CALL, voice: 'ukenglishmale' }, 'voximplant.callback.start'],
    ['startInfoCall', INFO_CALL, CALL, 'voximplant.infocall.startwithtext'],
    [
      'startInfoCall',
      INFO_CALL,
      { lineId: CALL.lineId, phoneNumber: '89061234567', soundUrl: 'https://example.com/a.mp3' },
      'voximplant.infocall.startwithsound',
    ],
  ])('%s starts a call', async (field, document, input, method) => {
    const { data, errors } = await gateway.query(document, { input });
    expect(errors).toBeUndefined();
    expect(data?.[field]).toEqual({ callId: expect.stringMatching(/^(callback|infocall)\./) as string });
    const [entry] = portal().journal.entries();
    expect(entry?.method).toBe(method);
    expect(entry?.params).toEqual({
      FROM_LINE: '74951234567',
      TO_NUMBER: 'soundUrl' in input ? '89061234567' : '+79061234567',
      ...('soundUrl' in input ? { URL: input.soundUrl } : { TEXT_TO_PRONOUNCE: 'Hello' }),
      ...('voice' in input && { VOICE: 'ukenglishmale' }),
    });
    // The history has it under the same id.
    const { data: history } = await gateway.query('{ telephonyCalls { nodes { callId } } }');
    expect(history?.['telephonyCalls']).toEqual({ nodes: [data?.[field]] });
  });

  it.each([
    [{ phoneNumber: '1-800-FLOWERS' }, ['phoneNumber']],
    [{ phoneNumber: '' }, ['phoneNumber']],
    [{ phoneNumber: '**##' }, ['phoneNumber']],
    [{ phoneNumber: '1'.repeat(21) }, ['phoneNumber']],
    [{ phoneNumber: '٣٤٥٦٧' }, ['phoneNumber']],
    [{ lineId: '' }, ['lineId']],
    [{ lineId: ' sip1' }, ['lineId']],
    [{ lineId: 'a\nb' }, ['lineId']],
    [{ lineId: '1'.repeat(256) }, ['lineId']],
    [{ text: ' ' }, ['text']],
    [{ text: '\ud800' }, ['text']],
    [{ voice: 'x y' }, ['voice']],
    [{ text: '', phoneNumber: 'x', lineId: '' }, ['lineId', 'phoneNumber', 'text']],
  ])('refuse %j before anything is sent', async (change, fields) => {
    for (const document of [CALLBACK, INFO_CALL]) {
      const { errors } = await gateway.query(document, { input: { ...CALL, ...change } });
      expect(errors).toMatchObject([
        {
          extensions: {
            code: 'BAD_USER_INPUT',
            problems: fields.map((field) => ({ argument: ['input', field] })),
          },
        },
      ]);
    }
    expect(sentMethods(gateway)).toEqual([]);
  });

  it.each([
    [{}, ['text', 'soundUrl']],
    [{ text: 'a', soundUrl: 'https://example.com/a.mp3' }, ['text', 'soundUrl']],
    [{ text: null, soundUrl: null }, ['text', 'soundUrl']],
    [{ soundUrl: 'ftp://example.com/a.mp3' }, ['soundUrl']],
    [{ soundUrl: 'a.mp3' }, ['soundUrl']],
    [{ soundUrl: 'https://example.com/a.mp3', voice: 'ukenglishmale' }, ['voice']],
  ])('take exactly one of text and sound: %j', async (what, fields) => {
    const { lineId, phoneNumber } = CALL;
    const { errors } = await gateway.query(INFO_CALL, { input: { lineId, phoneNumber, ...what } });
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'BAD_USER_INPUT',
          problems: fields.map((field) => ({ argument: ['input', field] })),
        },
      },
    ]);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('tell an unknown line from one that cannot be called by', async () => {
    for (const document of [CALLBACK, INFO_CALL]) {
      const { errors } = await gateway.query(document, { input: { ...CALL, lineId: 'sip99' } });
      expect(errors).toMatchObject([
        {
          extensions: {
            code: 'NOT_FOUND',
            argument: ['input', 'lineId'],
            bitrix24: { error: 'ERROR_CORE' },
          },
        },
      ]);
    }
    const { errors } = await gateway.query(INFO_CALL, { input: { ...CALL, lineId: 'LINK_BASE_NUMBER' } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: ['input', 'lineId'] } }]);
  });

  it('are refused with a message of its own once the info calls of the month are used up', async () => {
    portal().setInfocallLimit(1);
    expect((await gateway.query(INFO_CALL, { input: CALL })).errors).toBeUndefined();
    const { errors } = await gateway.query(INFO_CALL, { input: CALL });
    expect(errors).toMatchObject([
      {
        message: 'The portal has no info calls left this month. No call was started.',
        extensions: { code: 'UPSTREAM_ERROR', retryable: false, bitrix24: { error: 'ERROR_CORE' } },
      },
    ]);
  });

  it.each(['REST_APP:3', '+7 495 000-00-03'])(
    'take the line %j of an application, which makes the call itself',
    async (lineId) => {
      portal().addTelephonyApplication({ id: 3, numbers: ['+7 495 000-00-03'] });
      const input = { ...CALL, lineId };
      const { data, errors } = await gateway.query(CALLBACK, { input });
      expect(errors).toBeUndefined();
      expect(data?.['startCallback']).toEqual({ callId: null });
      // The portal itself can only speak on its own lines.
      const refused = await gateway.query(INFO_CALL, { input });
      expect(refused.errors).toMatchObject([
        { extensions: { code: 'NOT_FOUND', argument: ['input', 'lineId'] } },
      ]);
    },
  );

  it.each([
    [{}],
    [{ CALL_ID: null }],
    [{ CALL_ID: '' }],
    [{ CALL_ID: false }],
    [{ CALL_ID: 0 }],
    [{ CALL_ID: '0' }],
  ])('have started, whatever stands for no id: %j', async (id) => {
    inject({ kind: 'result', on: 'voximplant.callback.start', result: { RESULT: true, ...id } });
    const { data, errors } = await gateway.query(CALLBACK, { input: CALL });
    expect(errors).toBeUndefined();
    expect(data?.['startCallback']).toEqual({ callId: null });
  });

  it('tell another cause in the words of the portal', async () => {
    inject({
      kind: 'error',
      on: 'voximplant.callback.start',
      status: 400,
      code: 'ERROR_CORE',
      description: 'No money',
    });
    const { errors } = await gateway.query(CALLBACK, { input: CALL });
    expect(errors).toMatchObject([
      { extensions: { code: 'UPSTREAM_ERROR', bitrix24: { description: 'No money' } } },
    ]);
  });

  it.each([
    ['the connection is lost', { kind: 'drop', stage: 'after' } as const],
    ['the connection is lost before', { kind: 'drop' } as const],
    ['a proxy answers', { kind: 'body', status: 502 } as const],
    ['the method breaks', { kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR' } as const],
    ['the answer is cut off', { kind: 'truncate' } as const],
    ['the answer says neither yes nor no', { kind: 'result', result: { CALL_ID: 'a' } } as const],
    ['the answer says no', { kind: 'result', result: { RESULT: false, CALL_ID: 'a' } } as const],
  ])('are never repeated if %s', async (_name, fault) => {
    for (const [document, on] of [
      [CALLBACK, 'voximplant.callback.start'],
      [INFO_CALL, 'voximplant.infocall.startwithtext'],
    ] as const) {
      portal().journal.clear();
      inject({ on, ...fault });
      const { errors } = await gateway.query(document, { input: CALL });
      expect(errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN', retryable: false } }]);
      expect(sentMethods(gateway)).toEqual([on]);
    }
  });

  it('are repeated where it is certain that no phone rang', async () => {
    inject({ on: 'voximplant.callback.start', kind: 'error', status: 503, code: 'QUERY_LIMIT_EXCEEDED' });
    const { data } = await gateway.query(CALLBACK, { input: CALL });
    expect(data?.['startCallback']).toMatchObject({ callId: expect.any(String) as string });
    const calls = await gateway.query('{ telephonyCalls { totalCount } }');
    expect(calls.data?.['telephonyCalls']).toEqual({ totalCount: 1 });
  });

  it('travel alone, however many there are', async () => {
    const fields = Array.from(
      { length: 12 },
      (_, index) => `c${index}: startCallback(input: $input) { callId }`,
    );
    const { errors } = await gateway.query(`mutation ($input: StartCallbackInput!) { ${fields.join(' ')} }`, {
      input: CALL,
    });
    expect(errors).toBeUndefined();
    expect(sentMethods(gateway)).toEqual(Array(12).fill('voximplant.callback.start'));
  });

  it('need the scope "call" where they are info calls', async () => {
    await using other = await startGateway({
      emulator: { webhook: { code: 'emulatorwebhook1', scopes: ['telephony'] } },
    });
    const { errors } = await other.query(INFO_CALL, { input: CALL });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('need the scope "call" where they are callbacks too, on portals that check it', async () => {
    const scopes = [['telephony'], ['telephony', 'call']];
    const codes = [];
    for (const granted of scopes) {
      await using other = await startGateway({
        emulator: { callbackScope: 'call', webhook: { code: 'emulatorwebhook1', scopes: granted } },
      });
      other.emulator.portal.addRentedNumber({ number: CALL.lineId });
      const { errors = [] } = await other.query(CALLBACK, { input: CALL });
      codes.push(
        errors.map(({ message, extensions }) => [message, extensions['code'], extensions['retryable']]),
      );
    }
    const message =
      'A scope is missing: the webhook or application needs "telephony" and, for callbacks and info calls, "call".';
    expect(codes).toEqual([[[message, 'FORBIDDEN', false]], []]);
  });
});
