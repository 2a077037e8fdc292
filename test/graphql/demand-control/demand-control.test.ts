import { getIntrospectionQuery } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/read-settings.ts';
import { createSchema } from '../../../src/graphql/schema.ts';
import { createCostCalculator } from '../../support/costs.ts';
import { documentedOperations } from '../../support/documented-operations.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../../support/gateway.ts';
import { ranMethods } from '../../support/journal.ts';
import { LINE_FIELDS } from '../../support/operations.ts';

let gateway: TestGateway;
const start = async (options: TestGatewayOptions = {}) =>
  (gateway = await startGateway({ ...options, emulator: { usersByWebhook: true, ...options.emulator } }));
afterEach(() => gateway.close());

const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on SipLine { title } ... on TelephonyUser { innerNumber } } }`;
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const logLines = (level: string) =>
  gateway
    .log()
    .split('\n')
    .filter((line) => line.includes(`"level":"${level}"`));

describe('an operation that costs too much', () => {
  it.each<[string, string, Record<string, unknown>?]>([
    [
      'pages in pages in pages',
      '{telephonyCalls(first:200){nodes{sipLine{calls(first:200){nodes{sipLine{calls(first:200){nodes{statisticId}}}}}}}}}',
    ],
    [
      'sixteen hundred names for one value',
      `{ sipLines(first: 200) { nodes { calls { nodes { ${many(1_600, (n) => `a${n}: __typename`).join(' ')} } } } } }`,
    ],
    [
      'a long text for each line',
      'query ($p: String) { sipLines(first: 200) { nodes { calls(filter: { phoneNumberContains: $p }) { totalCount } } } }',
      { p: '1'.repeat(900_000) },
    ],
    ['a long name for each line', `{ sipLines(first: 200) { nodes { ${'a'.repeat(9_000)}: title } } }`],
    [
      'rows that nobody looks at',
      '{ sipLines(first: 200) { nodes { calls(first: 200) { pageInfo { endCursor } } } } }',
    ],
    [
      'a list argument without end',
      'query ($u: [ID!]!) { telephonyUsers(userIds: $u) { userId } }',
      { u: many(30_000, String) },
    ],
    [
      'a fragment of fragments',
      `{ ...A0 } ${many(3, (n) => `fragment A${n} on Query { ${`...A${n + 1} `.repeat(40)} }`).join(' ')} fragment A3 on Query { __typename }`,
    ],
  ])('is refused before any of it is executed: %s', async (_name, query, variables) => {
    await start();
    const { status, data, errors } = await gateway.query(query, variables);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).not.toHaveProperty('path');
    expect(errors?.[0]?.extensions).toEqual({
      code: 'OPERATION_TOO_COSTLY',
      retryable: false,
      cost: expect.any(Number) as number,
      limit: 10_000,
      requestId: expect.any(String) as string,
    });
    expect(errors?.[0]?.extensions['cost']).toBeGreaterThan(10_000);
    expect(ranMethods(gateway)).toEqual([]);
    expect(logLines('error')).toEqual([]);
  });

  it('is refused by the limit that is set', async () => {
    await start({ environment: { GATEWAY_COST_LIMIT: '100' } });
    expect((await gateway.query('{ sipLines(first: 10) { nodes { title } } }')).errors).toBeUndefined();
    const { status, errors } = await gateway.query('{ sipLines(first: 90) { nodes { title } } }');
    expect([status, errors?.[0]?.extensions['limit']]).toEqual([400, 100]);
    expect(Number(errors?.[0]?.extensions['cost'])).toBeGreaterThan(100);
  });

  it('is judged with the variables of each request', async () => {
    await start();
    const query = `query ($first: Int) { sipLines { nodes { calls(first: $first) { nodes { statisticId } } } } }`;
    expect((await gateway.query(query, { first: 5 })).status).toBe(200);
    expect((await gateway.query(query, { first: 200 })).status).toBe(400);
    expect((await gateway.query(query, { first: 5 })).status).toBe(200);
  });
});

describe('representations of entities', () => {
  it.each<[string, unknown[], RegExp]>([
    ['of a type that is no entity', many(30_000, () => ({ __typename: 'Query' })), /at most 1000/],
    ['of a type that is no entity, few', [{ __typename: 'Query' }], /must name an entity type .*: .*SipLine/],
    ['of lines', many(15_000, (n) => ({ __typename: 'SipLine', configId: n })), /at most 1000/],
    ['of users', many(20_000, (n) => ({ __typename: 'TelephonyUser', userId: n })), /at most 1000/],
    ['that are none', [{ __typename: 'SipLine', configId: 1 }, 'SipLine'], /must name an entity type/],
    ['that name a prototype', [{ __typename: '__proto__' }, { __typename: 'constructor' }], /must name/],
  ])('are refused with one error and one line of the log: %s', async (_name, representations, message) => {
    await start();
    const { status, errors } = await gateway.query(ENTITIES, { r: representations });
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: ['representations'],
      problems: [{ argument: ['representations'] }],
    });
    expect(ranMethods(gateway)).toEqual([]);
    expect(logLines('error')).toEqual([]);
    expect(logLines('info').filter((line) => line.includes('"msg":"operation"'))).toHaveLength(1);
  });

  it('are found wherever they stand', async () => {
    await start();
    const { errors } = await gateway.query(
      'query ($type: String!) { ... { ...F } } fragment F on Query { x: _entities(representations: [{ __typename: "SipLine" }, { __typename: $type }]) { __typename } }',
      { type: 'Query' },
    );
    expect(errors?.[0]?.message).toMatch(/must name an entity type/);
  });

  it('are looked up once each, however often they come', async () => {
    await start();
    const representations = many(1_000, (n) => ({ __typename: 'SipLine', configId: String((n % 60) + 1) }));
    const { data, errors } = await gateway.query(ENTITIES, { r: representations });
    expect([errors, (data?.['_entities'] as unknown[]).length]).toEqual([undefined, 1_000]);
    expect(ranMethods(gateway)).toEqual(['voximplant.sip.get', 'voximplant.sip.get']);
  });
});

describe('the limit admits', () => {
  it('every operation of the documentation and the examples', () => {
    const limit = readSettings({}).costLimit;
    const schema = createSchema();
    const cost = createCostCalculator(schema);
    const operations = documentedOperations(schema);
    const shown = operations.map(({ place, text }) => `${place}: ${text.replaceAll(/\s+/g, ' ')}`);
    // Enough of them are found for this to say something, of every kind of place.
    expect(shown.length).toBeGreaterThan(10);
    for (const place of [
      'README.md',
      'docs/supergraph.md',
      'examples/supergraph/supergraph.test.js',
      'src/http/',
    ]) {
      expect(
        shown.filter((each) => each.startsWith(place)),
        place,
      ).not.toEqual([]);
    }
    for (const { place, text } of operations) expect(cost(text), `${place}: ${text}`).toBeLessThan(limit / 2);
  });

  it('two hundred lines with all that belongs to them', async () => {
    await start();
    const { errors } =
      await gateway.query(`{ sipLines(first: 200) { totalCount pageInfo { hasNextPage endCursor }
      edges { cursor } nodes { ${LINE_FIELDS} lineId isDefaultOutgoing settingsUrl
        lastRegistration { statusCode errorMessage }
        registration { regId status statusCode errorMessage lastUpdated }
        calls(first: 5) { nodes { statisticId startedAt } } } } }`);
    expect(errors).toBeUndefined();
  });

  it('a hundred lines to add', async () => {
    await start({ emulator: { cloudLimit: 200 } });
    const { data, errors } = await gateway.query(
      `mutation ($inputs: [AddSipLineInput!]!) { addSipLines(inputs: $inputs) { ${LINE_FIELDS} registration { status } } }`,
      {
        inputs: many(100, (n) => ({
          title: `Line ${n}`,
          server: 's'.repeat(100),
          login: 'l'.repeat(100),
          password: 'p'.repeat(100),
        })),
      },
    );
    expect([errors, (data?.['addSipLines'] as unknown[]).length]).toEqual([undefined, 100]);
  });

  it('two hundred users', async () => {
    await start();
    const { errors } = await gateway.query(
      `query ($ids: [ID!]!) { telephonyUsers(userIds: $ids) {
        id userId defaultLineId phoneEnabled sipServer sipLogin sipPassword innerNumber
        defaultLine { name isDefault sipLine { title registration { status } } } } }`,
      { ids: many(200, (n) => String(n + 1)) },
    );
    expect(errors).toBeUndefined();
  });

  it('the introspection of explorers, by half', async () => {
    await start({ environment: { GATEWAY_COST_LIMIT: '7500' } });
    const everything = {
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
    };
    const { errors } = await gateway.query(getIntrospectionQuery(everything));
    expect(errors).toBeUndefined();
  });
});
