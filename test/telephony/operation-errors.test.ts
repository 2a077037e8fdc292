import { afterEach, describe, expect, it } from 'vitest';
import {
  startGateway,
  type GraphQLAnswer,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, NEW_LINE } from '../support/operations.ts';
import { sampled } from '../support/random-runs.ts';

let gateway: TestGateway;
const start = async (options?: TestGatewayOptions) => (gateway = await startGateway(options));
afterEach(() => gateway.close());

type Fault = Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0];
const inject = (...faults: Fault[]) => {
  for (const fault of faults) gateway.emulator.portal.faults.inject(fault);
};
const DENIED = { kind: 'error', status: 403, code: 'ACCESS_DENIED' } as const;

const add = (input: object = {}) =>
  gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, type: 'OFFICE', ...input } });
const addMany = (inputs: readonly object[]) =>
  gateway.query(
    'mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { configId title } }',
    { inputs: inputs.map((input) => ({ ...NEW_LINE, type: 'OFFICE', ...input })) },
  );
const update = (input: object, configId = '1') =>
  gateway.query(
    'mutation ($configId: ID!, $input: UpdateSipLineInput!) { updateSipLine(configId: $configId, input: $input) { title } }',
    { configId, input },
  );
const remove = (configId = '1') =>
  gateway.query('mutation ($configId: ID!) { deleteSipLine(configId: $configId) { configId } }', {
    configId,
  });
const list = (fields = 'nodes { title }') => gateway.query(`{ sipLines(first: 200) { ${fields} } }`);
const codes = ({ errors }: GraphQLAnswer) => (errors ?? []).map(({ extensions }) => extensions['code']);

/** Every operation, with the method that the portal refuses and where the error is to be found. */
const OPERATIONS: [string, string, () => Promise<GraphQLAnswer>, (string | number)[][]][] = [
  [
    'sipLine',
    'voximplant.sip.get',
    () => gateway.query('{ sipLine(configId: "1") { title } }'),
    [['sipLine']],
  ],
  ['sipLines', 'voximplant.sip.get', () => list(), [['sipLines']]],
  [
    'sipConnector',
    'voximplant.sip.connector.status',
    () => gateway.query('{ sipConnector { paid } }'),
    [['sipConnector']],
  ],
  [
    'addSipLines',
    'voximplant.sip.add',
    () => addMany([{ title: 'a' }, { title: 'b' }]),
    [
      ['addSipLines', 0],
      ['addSipLines', 1],
    ],
  ],
  ['updateSipLine', 'voximplant.sip.update', () => update({ title: 'New' }), [['updateSipLine']]],
  ['deleteSipLine', 'voximplant.sip.delete', () => remove(), [['deleteSipLine']]],
];

describe.each(sampled(OPERATIONS, 3))('%s', (_name, method, run, paths) => {
  it('reports every code of the portal at its path', async () => {
    await start();
    for (const [error, status, code] of [
      ['MAX_CLOUD_PBX', 400, 'MAX_CLOUD_PBX'],
      ['CHECK_FIELDS_ERROR', 400, 'BAD_USER_INPUT'],
      ['ERROR_NOT_FOUND', 404, 'NOT_FOUND'],
      ['ERROR_ARGUMENT', 400, 'NOT_FOUND'],
      ['REG_ID_NOT_FOUND', 400, 'NOT_FOUND'],
      ['ACCESS_DENIED', 403, 'FORBIDDEN'],
      ['INVALID_CREDENTIALS', 403, 'FORBIDDEN'],
      ['insufficient_scope', 403, 'FORBIDDEN'],
      ['NO_AUTH_FOUND', 401, 'PORTAL_CREDENTIAL_REJECTED'],
      ['expired_token', 401, 'PORTAL_CREDENTIAL_REJECTED'],
      ['PAYMENT_REQUIRED', 402, 'PAYMENT_REQUIRED'],
      ['METHOD_CONFIRM_WAITING', 401, 'CONFIRMATION_REQUIRED'],
      ['METHOD_CONFIRM_DENIED', 403, 'CONFIRMATION_DENIED'],
      ['OVERLOAD_LIMIT', 503, 'PORTAL_UNAVAILABLE'],
      ['PORTAL_DELETED', 500, 'PORTAL_UNAVAILABLE'],
      ['ERROR_METHOD_NOT_FOUND', 404, 'UPSTREAM_ERROR'],
      ['SOMETHING_NEW', 400, 'UPSTREAM_ERROR'],
      ['', 400, 'UPSTREAM_ERROR'],
    ] as const) {
      inject({ kind: 'error', on: method, status, code: error, times: paths.length });
      const answer = await run();
      expect(
        answer.errors?.map(({ path }) => path),
        error,
      ).toEqual(paths);
      for (const { extensions } of answer.errors ?? []) {
        expect(extensions).toMatchObject({ code, retryable: false, bitrix24: { method, error } });
      }
    }
    // A method without working time is not called again for a while, so it comes last.
    inject({ kind: 'error', on: method, status: 429, code: 'OPERATION_TIME_LIMIT', times: paths.length });
    const limited = await run();
    for (const { extensions } of limited.errors ?? []) {
      expect(extensions).toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
        retryAfterMs: expect.closeTo(60_000, -1) as number,
      });
    }
    expect(limited.errors).toHaveLength(paths.length);
  });
});

describe('a list', () => {
  it('blames no argument that the field does not have', async () => {
    await start();
    inject({
      kind: 'error',
      on: 'voximplant.sip.get',
      status: 400,
      code: 'CHECK_FIELDS_ERROR',
      description: 'Server address not specified',
    });
    expect((await list()).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: [],
      problems: [{ argument: [] }],
    });
  });

  it('is null as a whole if one of its pages cannot be read, and costs no sibling its answer', async () => {
    await start();
    await addMany(Array.from({ length: 60 }, (_, index) => ({ title: `Line ${index}` })));
    inject({
      ...DENIED,
      on: 'voximplant.sip.get',
      when: ({ params }) => JSON.stringify(params).includes('>CONFIG_ID'),
    });
    const { data, errors } = await gateway.query(
      '{ sipLines(first: 200) { nodes { title } } sipConnector { paid } }',
    );
    expect(data).toMatchObject({ sipLines: null, sipConnector: {} });
    expect(errors).toMatchObject([{ path: ['sipLines'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('is an error if a page has fewer lines than its total says', async () => {
    await start();
    inject({
      kind: 'result',
      on: 'voximplant.sip.get',
      result: [{ CONFIG_ID: '1', TYPE: 'office' }],
      total: 3,
    });
    expect(codes(await list())).toEqual(['UPSTREAM_ERROR']);
  });

  it.each(['bmFtZS4x', 'x', 'bmFtZS4xLjI=', ''])('refuses the made-up cursor %j', async (after) => {
    await start();
    const answer = await gateway.query('query ($after: String) { sipLines(after: $after) { totalCount } }', {
      after,
    });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['after'] });
    expect(gateway.emulator.portal.journal.entries()).toEqual([]);
  });
});

describe('registrations', () => {
  it('of a lost batch are errors at their own paths, and the lines are there', async () => {
    await start({ emulator: { cloudLimit: 30 } });
    await addMany(Array.from({ length: 20 }, (_, index) => ({ title: `Line ${index}`, type: 'CLOUD' })));
    inject({ kind: 'body', on: 'voximplant.sip.status', status: 502, times: Infinity });
    const { data, errors } = await list('nodes { title registration { status } }');
    const { nodes } = data?.['sipLines'] as { nodes: unknown[] };
    expect(nodes).toHaveLength(20);
    expect(nodes).toEqual(
      Array(20).fill({ title: expect.stringMatching(/^Line/) as string, registration: null }),
    );
    expect(errors?.map(({ path }) => path?.[2]).sort((one, other) => Number(one) - Number(other))).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
    expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['PORTAL_UNAVAILABLE']),
    );
  });
});

describe('the connector', () => {
  it.each([
    [
      { FREE_MINUTES: 60, PAID: 'N' },
      { freeMinutes: 60, paid: false, paidUntil: null },
    ],
    [
      { FREE_MINUTES: '0', PAID: 1, PAID_DATE_END: '2027-01-31' },
      { freeMinutes: 0, paid: true, paidUntil: '2027-01-31' },
    ],
    [
      { FREE_MINUTES: 5, PAID: false, PAID_DATE_END: '2020-01-01' },
      { freeMinutes: 5, paid: false, paidUntil: null },
    ],
    [[], { freeMinutes: null, paid: null, paidUntil: null }],
  ])('reads %j', async (result, expected) => {
    await start();
    inject({ kind: 'result', on: 'voximplant.sip.connector.status', result });
    const { data, errors } = await gateway.query('{ sipConnector { freeMinutes paid paidUntil } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ sipConnector: expected });
  });

  it('is PORTAL_UNAVAILABLE if it cannot be asked', async () => {
    await start();
    inject({ kind: 'body', on: 'voximplant.sip.connector.status', status: 503, times: 3 });
    expect(codes(await gateway.query('{ sipConnector { paid } }'))).toEqual(['PORTAL_UNAVAILABLE']);
  });
});

describe('a change of a line', () => {
  it('tells which fields the portal refuses', async () => {
    await start();
    await add();
    inject({
      kind: 'error',
      on: 'voximplant.sip.update',
      status: 400,
      code: 'CHECK_FIELDS_ERROR',
      description: 'Server address not specified<br> Login for connecting to the server not specified',
    });
    expect((await update({ server: 'x', login: 'y' })).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: ['input', 'server'],
      problems: [{ argument: ['input', 'server'] }, { argument: ['input', 'login'] }],
    });
  });

  it('is made although its first answer is lost', async () => {
    await start({ app: { clock: hurriedClock(50) } });
    await add();
    inject({ kind: 'drop', on: 'voximplant.sip.update', stage: 'after' });
    expect((await update({ title: 'New' })).data).toEqual({ updateSipLine: { title: 'New' } });
    expect(gateway.emulator.portal.journal.entries('voximplant.sip.update')).toHaveLength(2);
  });

  it('is OUTCOME_UNKNOWN, and may be repeated, if no answer comes through', async () => {
    await start({ app: { clock: hurriedClock(10) } });
    await add();
    inject({ kind: 'drop', on: 'voximplant.sip.update', times: Infinity });
    const { errors } = await update({ title: 'New' });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      retryable: true,
    });
    expect(errors?.[0]?.extensions['checkAfterMs']).toBeGreaterThan(0);
    expect(errors?.[0]?.extensions['checkAfterMs']).toBeLessThanOrEqual(75_000);
  });
});

describe('a deletion', () => {
  it('succeeds although its first answer is lost', async () => {
    await start({ app: { clock: hurriedClock(50) } });
    await add();
    inject({ kind: 'body', on: 'voximplant.sip.delete', stage: 'after', status: 504 });
    expect((await remove()).data).toEqual({ deleteSipLine: { configId: '1' } });
    expect(gateway.emulator.portal.lines()).toEqual([]);
  });

  it('says that the line may still exist if only its registration is gone', async () => {
    await start();
    const { data } = await add({ type: 'CLOUD' });
    gateway.emulator.portal.forgetRegistration(Number((data?.['addSipLine'] as { regId: string }).regId));
    expect(await remove()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('may still exist') as string,
          extensions: { code: 'NOT_FOUND', bitrix24: { error: 'REG_ID_NOT_FOUND' } },
        },
      ],
    });
    expect(gateway.emulator.portal.lines()).toHaveLength(1);
  });
});

describe('adding many lines', () => {
  it('adds as many cloud lines as there is room for, and tells the others', async () => {
    await start({ emulator: { cloudLimit: 2 } });
    const answer = await addMany(['a', 'b', 'c'].map((title) => ({ title, type: 'CLOUD' })));
    expect(codes(answer)).toEqual(['MAX_CLOUD_PBX']);
    const lines = answer.data?.['addSipLines'] as ({ title: string } | null)[];
    expect(lines.filter((line) => line !== null)).toHaveLength(2);
    expect(answer.errors?.[0]?.path?.[1]).toBe(lines.indexOf(null));
    expect(gateway.emulator.portal.lines()).toHaveLength(2);
  });

  it('names the fields of the entry that the portal refuses', async () => {
    await start();
    inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      when: ({ params }) => params['TITLE'] === 'b',
      status: 400,
      code: 'CHECK_FIELDS_ERROR',
      description: 'Login for connecting to the server not specified',
    });
    const { errors } = await addMany(['a', 'b', 'c'].map((title) => ({ title })));
    expect(errors).toMatchObject([
      { path: ['addSipLines', 1], extensions: { code: 'BAD_USER_INPUT', argument: ['inputs', 1, 'login'] } },
    ]);
  });

  it('finds every line of a lost batch again', async () => {
    await start({ app: { clock: hurriedClock(4) } });
    inject({ kind: 'drop', on: 'batch', stage: 'after', times: 3 });
    const { data, errors } = await addMany(
      Array.from({ length: 40 }, (_, index) => ({ title: `Line ${index}` })),
    );
    expect(errors).toBeUndefined();
    expect(data?.['addSipLines']).toHaveLength(40);
    expect(gateway.emulator.portal.lines()).toHaveLength(40);
    expect(gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(40);
  });
});
