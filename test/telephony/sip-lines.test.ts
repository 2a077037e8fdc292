import { afterEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ADD_SIP_LINE, LINE_FIELDS, NEW_LINE } from '../support/operations.ts';

let gateway: TestGateway;
const start = async (options?: TestGatewayOptions) => (gateway = await startGateway(options));
afterEach(() => gateway.close());

/** Time runs faster, and nobody can look lines up: whether a lost line was added stays unknown. */
async function startBlind(): Promise<void> {
  await start({ app: { clock: hurriedClock(100) } });
  inject({ kind: 'error', on: 'voximplant.sip.get', status: 403, code: 'ACCESS_DENIED', times: Infinity });
}

const sent = () => gateway.emulator.portal.journal.entries().filter((entry) => entry.transport === 'single');
const sentMethods = () => sent().map((entry) => entry.method);
const inject = (fault: Parameters<TestGateway['emulator']['portal']['faults']['inject']>[0]) =>
  gateway.emulator.portal.faults.inject(fault);

interface Line {
  readonly id: string;
  readonly configId: string;
  readonly regId: string;
}

async function add(input: object = {}): Promise<Line> {
  const { data, errors } = await gateway.query(ADD_SIP_LINE, { input: { ...NEW_LINE, ...input } });
  expect(errors).toBeUndefined();
  return data?.['addSipLine'] as Line;
}

/** Office lines, of which a portal takes any number. */
async function addMany(count: number): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const inputs = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
      ...NEW_LINE,
      type: 'OFFICE',
      title: `Line ${String(from + index).padStart(3, '0')}`,
    }));
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs });
    expect(errors).toBeUndefined();
  }
  gateway.emulator.portal.journal.clear();
}

const ADD_SIP_LINES = `mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { configId title } }`;
const SIP_LINES = `query ($first: Int, $after: String, $filter: SipLineFilter, $orderBy: SipLineOrder) {
  sipLines(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { title } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const UPDATE = `mutation ($configId: ID!, $input: UpdateSipLineInput!) {
  updateSipLine(configId: $configId, input: $input) { ${LINE_FIELDS} }
}`;
const DELETE = `mutation ($configId: ID!) { deleteSipLine(configId: $configId) { id configId } }`;

interface Connection {
  readonly totalCount: number;
  readonly nodes: readonly { title: string }[];
  readonly edges: readonly { cursor: string; node: { title: string } }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string;
    endCursor: string;
  };
}

async function list(variables: Record<string, unknown> = {}): Promise<Connection> {
  const { data, errors } = await gateway.query(SIP_LINES, variables);
  expect(errors).toBeUndefined();
  return data?.['sipLines'] as Connection;
}

describe('sipLines', () => {
  it('answers an empty page where there is no line', async () => {
    await start();
    expect(await list()).toEqual({
      totalCount: 0,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    expect(sentMethods()).toEqual(['voximplant.sip.get']);
  });

  it('walks through all lines, each once, whatever the size of the page', async () => {
    await start();
    await addMany(120);
    const all = Array.from({ length: 120 }, (_, index) => `Line ${String(index).padStart(3, '0')}`);
    for (const first of [7, 50, 70, 200]) {
      const titles: string[] = [];
      let page: Connection | undefined;
      do {
        page = await list({ first, after: page?.pageInfo.endCursor });
        expect(page.totalCount).toBe(120);
        expect(page.pageInfo.hasPreviousPage).toBe(titles.length > 0);
        expect(page.edges.map((edge) => edge.node)).toEqual(page.nodes);
        titles.push(...page.nodes.map((node) => node.title));
      } while (page.pageInfo.hasNextPage);
      expect(titles.toSorted()).toEqual(all);
    }
  });

  it('asks for 50 lines by default and once for each page they are on', async () => {
    await start();
    await addMany(120);
    expect((await list()).nodes).toHaveLength(50);
    expect(sentMethods()).toEqual(['voximplant.sip.get']);
    gateway.emulator.portal.journal.clear();
    expect((await list({ first: 200 })).nodes).toHaveLength(120);
    expect(sentMethods()).toEqual(Array(3).fill('voximplant.sip.get'));
  });

  it('filters and orders', async () => {
    await start();
    const sales = await add({ title: 'Sales', server: 'a.example.com' });
    await add({ title: 'Support', login: 'support' });
    await add({ title: 'Pre-sales', type: 'OFFICE' });
    const titles = async (variables: Record<string, unknown>) =>
      (await list(variables)).nodes.map((node) => node.title);

    expect(await titles({ orderBy: { field: 'TITLE' } })).toEqual(['Pre-sales', 'Sales', 'Support']);
    expect(await titles({ orderBy: { direction: 'DESC' } })).toEqual(['Pre-sales', 'Support', 'Sales']);
    expect(await titles({ filter: { type: 'OFFICE' } })).toEqual(['Pre-sales']);
    expect(await titles({ filter: { title: 'sales' } })).toEqual(['Sales']);
    expect(await titles({ filter: { titleContains: 'sales' } })).toEqual(['Sales', 'Pre-sales']);
    expect(await titles({ filter: { server: 'a.example.com', type: 'CLOUD' } })).toEqual(['Sales']);
    expect(await titles({ filter: { login: 'support' } })).toEqual(['Support']);
    expect(await titles({ filter: { configIds: [sales.configId, '999', 'x'] } })).toEqual(['Sales']);
    expect(await titles({ filter: { regIds: [sales.regId] } })).toEqual(['Sales']);
    expect(await titles({ filter: { configIds: [] } })).toEqual([]);
    expect(await titles({ filter: { type: null } })).toHaveLength(3);
  });

  it('cannot be filtered or ordered by a secret', async () => {
    await start();
    for (const variables of [{ filter: { password: 'x' } }, { orderBy: { field: 'PASSWORD' } }]) {
      expect((await gateway.query(SIP_LINES, variables)).status).toBe(400);
    }
    expect(sent()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no line', { first: 0 }, 'first'],
    ['too many lines', { first: 201 }, 'first'],
    ['an invented cursor', { after: 'bm9uc2Vuc2U' }, 'after'],
  ])('is BAD_USER_INPUT for %s', async (_name, variables, argument) => {
    await start();
    const { errors } = await gateway.query(SIP_LINES, variables);
    expect(errors?.[0]).toMatchObject({
      path: ['sipLines'],
      extensions: { code: 'BAD_USER_INPUT', argument: [argument], problems: [{ argument: [argument] }] },
    });
    expect(sent()).toEqual([]);
  });

  it('is BAD_USER_INPUT for a cursor of another filter or order', async () => {
    await start();
    await addMany(3);
    const { pageInfo } = await list({ first: 1 });
    for (const variables of [{ filter: { type: 'OFFICE' } }, { orderBy: { direction: 'DESC' } }]) {
      const { errors } = await gateway.query(SIP_LINES, { ...variables, after: pageInfo.endCursor });
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
  });
});

describe('registrations', () => {
  const LIST = `{ sipLines(first: 200) { nodes {
    regId lastRegistration { statusCode errorMessage }
    registration { regId status statusCode errorMessage lastUpdated }
  } } }`;

  it('are read with few requests, and not at all for office lines', async () => {
    await start({ emulator: { cloudLimit: 60 } });
    for (const type of ['CLOUD', 'OFFICE']) {
      const inputs = Array.from({ length: 25 }, (_, index) => ({
        ...NEW_LINE,
        type,
        title: `${type} ${index}`,
      }));
      await gateway.query(ADD_SIP_LINES, { inputs });
    }
    gateway.emulator.portal.journal.clear();
    const { data, errors } = await gateway.query(LIST);

    expect(errors).toBeUndefined();
    const { nodes } = data?.['sipLines'] as {
      nodes: { regId: string | null; registration: { regId: string } | null }[];
    };
    expect(nodes).toHaveLength(50);
    for (const node of nodes) expect(node.registration?.regId ?? null).toBe(node.regId);
    expect(nodes.filter((node) => node.registration !== null)).toHaveLength(25);
    expect(sentMethods().filter((method) => method === 'voximplant.sip.get')).toHaveLength(1);
    expect(sentMethods().filter((method) => method !== 'voximplant.sip.get').length).toBeLessThanOrEqual(10);
  });

  it('tell what the portal tells', async () => {
    await start();
    await add();
    inject({
      kind: 'result',
      on: 'voximplant.sip.status',
      result: {
        REG_ID: 150907,
        LAST_UPDATED: '2026-03-12 09:10:51',
        ERROR_MESSAGE: 'Forbidden',
        STATUS_CODE: 403,
        STATUS_RESULT: 'error',
      },
    });
    inject({
      kind: 'result-patch',
      on: 'voximplant.sip.get',
      merge: { REGISTRATION_STATUS_CODE: '403', REGISTRATION_ERROR_MESSAGE: 'Forbidden' },
    });
    const { data } = await gateway.query(LIST);
    expect(data).toMatchObject({
      sipLines: {
        nodes: [
          {
            lastRegistration: { statusCode: 403, errorMessage: 'Forbidden' },
            registration: {
              regId: '150907',
              status: 'ERROR',
              statusCode: 403,
              errorMessage: 'Forbidden',
              lastUpdated: '2026-03-12 09:10:51',
            },
          },
        ],
      },
    });
  });

  it('fail alone, at their own path', async () => {
    await start();
    const lost = await add({ title: 'Lost' });
    await add({ title: 'Fine' });
    gateway.emulator.portal.forgetRegistration(Number(lost.regId));
    const { data, errors } = await gateway.query(LIST);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['sipLines', 'nodes', 0, 'registration'],
      extensions: { code: 'NOT_FOUND', bitrix24: { error: 'REG_ID_NOT_FOUND' } },
    });
    expect(data).toMatchObject({ sipLines: { nodes: [{ registration: null }, { registration: {} }] } });
  });
});

describe('odd answers', () => {
  it('of one row cost no other row of the page', async () => {
    await start();
    inject({
      kind: 'result',
      on: 'voximplant.sip.get',
      total: 3,
      result: [
        { CONFIG_ID: '1', TYPE: 'cloud' },
        { CONFIG_ID: '2', TYPE: 'hybrid' },
        { CONFIG_ID: '3', TYPE: 'office' },
      ],
    });
    const { data, errors } = await gateway.query('{ sipLines { totalCount nodes { configId } } }');
    expect(data).toEqual({
      sipLines: { totalCount: 3, nodes: [{ configId: '1' }, null, { configId: '3' }] },
    });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      path: ['sipLines', 'nodes', 1],
      extensions: { code: 'UPSTREAM_ERROR' },
    });
  });

  it('about another registration are not taken for this one', async () => {
    await start();
    await add();
    inject({
      kind: 'result',
      on: 'voximplant.sip.status',
      result: { REG_ID: 999, STATUS_RESULT: 'success' },
    });
    const { data, errors } = await gateway.query('{ sipLines { nodes { registration { status } } } }');
    expect(data).toEqual({ sipLines: { nodes: [{ registration: null }] } });
    expect(errors?.[0]?.extensions['code']).toBe('UPSTREAM_ERROR');
  });

  it.each(['constructor', '__proto__', 'SUCCESSFUL', ''])(
    'know no registration status %j',
    async (STATUS_RESULT) => {
      await start();
      const { regId } = await add();
      inject({ kind: 'result', on: 'voximplant.sip.status', result: { REG_ID: regId, STATUS_RESULT } });
      const { data, errors } = await gateway.query('{ sipLines { nodes { registration { status } } } }');
      expect(errors).toBeUndefined();
      expect(data).toEqual({ sipLines: { nodes: [{ registration: { status: null } }] } });
    },
  );
});

describe('sipConnector', () => {
  it('knows nothing where the portal tells nothing', async () => {
    await start();
    inject({ kind: 'result', on: 'voximplant.sip.connector.status', result: [] });
    const { data, errors } = await gateway.query('{ sipConnector { freeMinutes paid paidUntil } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ sipConnector: { freeMinutes: null, paid: null, paidUntil: null } });
  });

  it('tells free minutes and payment', async () => {
    await start();
    const { data, errors } = await gateway.query('{ sipConnector { freeMinutes paid paidUntil } }');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      sipConnector: { freeMinutes: expect.any(Number) as number, paid: expect.any(Boolean) as boolean },
    });
    expect(sentMethods()).toEqual(['voximplant.sip.connector.status']);
  });
});

describe('updateSipLine', () => {
  it.each([
    [{ title: 'Renamed' }, { statusCode: 200 }],
    [{ title: 'Renamed', server: 'sip2.example.com' }, null],
    [{ login: 'other' }, null],
    [{ password: 'other' }, null],
  ])('of %j leaves as last registration: %j', async (input, lastRegistration) => {
    await start();
    await add();
    gateway.emulator.portal.changeLine(1, { registrationStatusCode: 200 });
    const { data, errors } = await gateway.query(
      `mutation ($input: UpdateSipLineInput!) {
        updateSipLine(configId: 1, input: $input) { lastRegistration { statusCode } }
      }`,
      { input },
    );
    expect(errors).toBeUndefined();
    expect(data?.['updateSipLine']).toEqual({ lastRegistration });
  });

  it('changes what is given, keeps the rest and answers what is stored', async () => {
    await start();
    const line = await add();
    gateway.emulator.portal.journal.clear();
    const { data, errors } = await gateway.query(UPDATE, {
      configId: line.configId,
      input: { title: ' New ', password: 'p2' },
    });
    expect(errors).toBeUndefined();
    expect(data?.['updateSipLine']).toEqual({ ...line, title: 'New', password: 'p2' });
    expect(sentMethods()).toEqual(['voximplant.sip.update', 'voximplant.sip.get']);
    expect(sent()[0]?.params).toEqual({ CONFIG_ID: line.configId, TITLE: ' New ', PASSWORD: 'p2' });
  });

  it('changes nothing where nothing is given', async () => {
    await start();
    const line = await add();
    gateway.emulator.portal.journal.clear();
    const { data } = await gateway.query(UPDATE, { configId: line.configId, input: {} });
    expect(data?.['updateSipLine']).toEqual(line);
    expect(sentMethods()).toEqual(['voximplant.sip.get']);
  });

  it('refuses null and what the portal would refuse, all at once, and sends nothing', async () => {
    await start();
    const { errors } = await gateway.query(UPDATE, {
      configId: '1',
      input: { title: null, server: '', login: 'x'.repeat(101) },
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [
        { argument: ['input', 'title'] },
        { argument: ['input', 'server'] },
        { argument: ['input', 'login'] },
      ],
    });
    expect(sent()).toEqual([]);
  });

  it.each(['999', 'abc'])('is NOT_FOUND for the unknown line %s', async (configId) => {
    await start();
    for (const input of [{}, { title: 'x' }]) {
      const { data, errors } = await gateway.query(UPDATE, { configId, input });
      expect(data).toEqual({ updateSipLine: null });
      expect(errors?.[0]).toMatchObject({
        path: ['updateSipLine'],
        extensions: { code: 'NOT_FOUND', retryable: false, argument: ['configId'] },
      });
    }
  });

  it('is TITLE_EXISTS with the line that has the title', async () => {
    await start();
    const first = await add();
    const second = await add({ title: 'Second' });
    const { errors } = await gateway.query(UPDATE, { configId: second.configId, input: { title: 'sales' } });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'TITLE_EXISTS',
      argument: ['input', 'title'],
      existingConfigId: first.configId,
    });
  });

  it('says applied if the line was changed but could not be read back', async () => {
    await start();
    const { configId } = await add();
    inject({ kind: 'body', on: 'voximplant.sip.get', status: 502, times: 3 });
    const { errors } = await gateway.query(UPDATE, { configId, input: { title: 'New' } });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'PORTAL_UNAVAILABLE',
      applied: true,
      retryable: false,
    });
    expect(gateway.emulator.portal.lines()).toMatchObject([{ title: 'New' }]);
  });

  it('is OUTCOME_UNKNOWN if the answer is lost and there is no time to repeat, and may be sent again', async () => {
    await start({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' } });
    const { configId } = await add();
    inject({ kind: 'drop', on: 'voximplant.sip.update', stage: 'after' });
    const { errors } = await gateway.query(UPDATE, { configId, input: { title: 'New' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
  });

  it('is seen by what the same request reads afterwards', async () => {
    await start();
    const { configId } = await add();
    const { data } = await gateway.query(
      `mutation ($configId: ID!) {
        one: updateSipLine(configId: $configId, input: { title: "One" }) { title }
        two: updateSipLine(configId: $configId, input: { title: "Two" }) { title }
      }`,
      { configId },
    );
    expect(data).toEqual({ one: { title: 'One' }, two: { title: 'Two' } });
  });
});

describe('deleteSipLine', () => {
  it('deletes the line and returns the ids that it had', async () => {
    await start();
    const { id, configId } = await add();
    gateway.emulator.portal.journal.clear();
    expect((await gateway.query(DELETE, { configId })).data).toEqual({ deleteSipLine: { id, configId } });
    expect(sentMethods()).toEqual(['voximplant.sip.delete']);
    expect(gateway.emulator.portal.lines()).toEqual([]);
  });

  it.each(['999', 'abc'])('is NOT_FOUND for the unknown line %s', async (configId) => {
    await start();
    const { data, errors } = await gateway.query(DELETE, { configId });
    expect(data).toEqual({ deleteSipLine: null });
    expect(errors?.[0]).toMatchObject({
      path: ['deleteSipLine'],
      extensions: { code: 'NOT_FOUND', argument: ['configId'] },
    });
  });

  it('is OUTCOME_UNKNOWN if the portal confirms something else', async () => {
    await start({ environment: { BITRIX24_WRITE_DEADLINE_MS: '1000' } });
    const { configId } = await add();
    inject({ kind: 'result', on: 'voximplant.sip.delete', result: 'maybe' });
    const { errors } = await gateway.query(DELETE, { configId });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
  });
});

describe('addSipLines', () => {
  const inputs = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...NEW_LINE, type: 'OFFICE', title: `Line ${index}` }));

  it('adds a hundred lines with few requests of at most ten adds, in the order of the inputs', async () => {
    await start();
    const { data, errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(100) });
    expect(errors).toBeUndefined();
    const lines = data?.['addSipLines'] as { title: string; configId: string }[];
    expect(lines.map((line) => line.title)).toEqual(inputs(100).map((input) => input.title));
    expect(new Set(lines.map((line) => line.configId)).size).toBe(100);
    expect(sent().length).toBeLessThanOrEqual(20);
    expect(gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(100);
  });

  it('adds one line with a call of its own', async () => {
    await start();
    await gateway.query(ADD_SIP_LINES, { inputs: inputs(1) });
    expect(sentMethods()).toEqual(['voximplant.sip.add']);
  });

  it('adds none where there is none', async () => {
    await start();
    expect((await gateway.query(ADD_SIP_LINES, { inputs: [] })).data).toEqual({ addSipLines: [] });
    expect(sent()).toEqual([]);
  });

  it('answers each failure at its own path and adds the others', async () => {
    await start({ emulator: { cloudLimit: 1 } });
    const { data, errors } = await gateway.query(ADD_SIP_LINES, {
      inputs: [
        { ...NEW_LINE, title: 'One', type: 'OFFICE' },
        { ...NEW_LINE, title: ' one ', type: 'OFFICE' },
        { ...NEW_LINE, title: 'Bad', server: '', login: '' },
        { ...NEW_LINE, title: 'Two', type: 'OFFICE' },
      ],
    });
    const lines = data?.['addSipLines'] as ({ title: string; configId: string } | null)[];
    expect(lines.map((line) => line?.title)).toEqual(['One', undefined, undefined, 'Two']);
    const byPath = Object.fromEntries(
      (errors ?? []).map((error) => [String(error.path?.[1]), error.extensions]),
    );
    expect(Object.keys(byPath).sort()).toEqual(['1', '2']);
    expect(byPath['1']).toMatchObject({
      code: 'TITLE_EXISTS',
      argument: ['inputs', 1, 'title'],
      existingConfigId: lines[0]?.configId,
    });
    expect(byPath['2']).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ argument: ['inputs', 2, 'server'] }, { argument: ['inputs', 2, 'login'] }],
    });
  });

  it('looks up who has the titles with few requests', async () => {
    await start();
    await gateway.query(ADD_SIP_LINES, { inputs: inputs(100) });
    gateway.emulator.portal.journal.clear();
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(100) });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(Array(100).fill('TITLE_EXISTS'));
    expect(new Set(errors?.map((error) => error.extensions['existingConfigId'])).size).toBe(100);
    expect(sent().length).toBeLessThanOrEqual(20);
  });

  it('hands every value on as given, and what a batch would rewrite travels alone', async () => {
    await start();
    const texts = [
      `a"b'c\\d&e=f%20+g`,
      '📞 Отдел',
      '$result[c0][PASSWORD]',
      'x$TIME[y]',
      'a[0]=b;c?d#e',
      ' padded ',
    ];
    const entries = texts.map((text) => ({
      type: 'OFFICE',
      title: text,
      server: text,
      login: text,
      password: text,
    }));
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs: entries });
    expect(errors).toBeUndefined();
    const adds = gateway.emulator.portal.journal.entries('voximplant.sip.add');
    expect(new Set(adds.map((entry) => entry.params['TITLE']))).toEqual(new Set(texts));
    for (const { params, transport } of adds) {
      const { TITLE, SERVER, LOGIN, PASSWORD } = params;
      expect([SERVER, LOGIN, PASSWORD]).toEqual([TITLE, TITLE, TITLE]);
      if (/^(\$result|x\$)/.test(TITLE as string)) expect(transport).toBe('single');
    }
  });

  it('never sends a title again whose first add was lost', async () => {
    await startBlind();
    inject({ kind: 'drop', on: 'voximplant.sip.add', stage: 'after' });
    const { data, errors } = await gateway.query(ADD_SIP_LINES, {
      inputs: [NEW_LINE, { ...NEW_LINE, title: ' SALES' }],
    });
    expect(data).toEqual({ addSipLines: [null, null] });
    expect(errors?.map((error) => error.extensions)).toMatchObject([
      { code: 'OUTCOME_UNKNOWN', retryable: false },
      { code: 'RATE_LIMITED', retryable: false },
    ]);
    expect(gateway.emulator.portal.journal.entries('voximplant.sip.add')).toHaveLength(1);
  });

  it('calls nothing retryable beside a lost write', async () => {
    await startBlind();
    inject({ kind: 'batch-missing', on: 'voximplant.sip.add' });
    inject({ kind: 'error', on: 'voximplant.sip.add', skip: 5, status: 429, code: 'OPERATION_TIME_LIMIT' });
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(20) });
    expect(new Set(errors?.map((error) => error.extensions['code']))).toEqual(
      new Set(['OUTCOME_UNKNOWN', 'RATE_LIMITED']),
    );
    expect(errors?.map((error) => error.extensions['retryable'])).toEqual([false, false]);
  });

  it('reports a lost write whatever the passwords are', async () => {
    await startBlind();
    inject({
      kind: 'error',
      on: 'voximplant.sip.add',
      stage: 'after',
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
    });
    const { errors } = await gateway.query(ADD_SIP_LINES, {
      inputs: inputs(20).map((input) => ({ ...input, password: 'server' })),
    });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(['OUTCOME_UNKNOWN']);
  });

  it('says OUTCOME_UNKNOWN for a command that the answer does not mention', async () => {
    await startBlind();
    inject({ kind: 'batch-missing', on: 'voximplant.sip.add', skip: 1 });
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(20) });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
  });

  it('says for each line of a lost batch that its outcome is unknown', async () => {
    await startBlind();
    inject({ kind: 'drop', on: 'batch', stage: 'after' });
    const { data, errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(20) });
    const lost = (errors ?? []).map((error) => error.extensions['code']);
    expect(lost).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
    expect((data?.['addSipLines'] as unknown[]).filter((line) => line !== null)).toHaveLength(18);
    expect(gateway.emulator.portal.lines()).toHaveLength(20);
  });

  it('refuses more than a hundred and sends nothing', async () => {
    await start();
    const { errors } = await gateway.query(ADD_SIP_LINES, { inputs: inputs(101) });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['inputs'] });
    expect(sent()).toEqual([]);
  });
});
