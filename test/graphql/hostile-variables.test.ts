import fc from 'fast-check';
import { coerceInputValue, GraphQLID, GraphQLString, isInputType, parseType, typeFromAST } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { sentMethods } from '../support/journal.ts';
import { scaledRuns } from '../support/random-runs.ts';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());
beforeEach(() => {
  vi.restoreAllMocks();
  gateway.emulator.portal.journal.clear();
});

/** As many problems as are reported. */
const MAX_PROBLEMS = 20;
/** The size of the largest body that the gateway reads, less room for the document. */
const BODY_BYTES = 1_040_000;

/** Beyond a hundred thousand values, the default limit on the cost refuses variables before they are checked. */
const MAX_VALUES = 49_000;

/** As many copies of a text in JSON as fit into a body. */
function copies(entry: string, max = MAX_VALUES): string {
  return `[${Array<string>(Math.min(max, Math.floor(BODY_BYTES / (entry.length + 1))))
    .fill(entry)
    .join()}]`;
}

/** An object in JSON with this many distinct fields. */
function fields(count: number): string {
  return `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join()}}`;
}

/** Sends variables as JSON text, and counts the errors that the gateway creates: they are what takes the time. */
async function sendCounting(query: string, variables: string) {
  const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
  let created = 0;
  const capture = Error.captureStackTrace.bind(Error);
  const spy = vi.spyOn(Error, 'captureStackTrace').mockImplementation((target, constructor) => {
    created += 1;
    capture(target, constructor);
  });
  try {
    const answer = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { answer, created };
  } finally {
    spy.mockRestore();
  }
}

const ADD = 'mutation ($v: [AddSipLineInput!]!) { addSipLines(inputs: $v) { id } }';
const CALLS = 'query ($v: TelephonyCallFilter) { telephonyCalls(filter: $v) { totalCount } }';
const callsOf = (field: string, type: string) =>
  `query ($v: ${type}) { telephonyCalls(filter: { ${field}: $v }) { totalCount } }`;
const IDS = callsOf('lineIds', '[ID!]');
const SKIPPED_IDS =
  'query ($v: [ID!]) { telephonyCalls(filter: { lineIds: $v }) @skip(if: true) { totalCount } __typename }';
const TYPES = callsOf('types', '[TelephonyCallType!]');
const ENTITIES = 'query ($v: [_Any!]!) { _entities(representations: $v) { ... on SipLine { id } } }';

describe('a hundred thousand wrong variables', () => {
  it.each([
    ['objects without their fields', ADD, copies('{}')],
    ['objects with an unknown field', ADD, copies('{"a":0}')],
    ['objects that are numbers', ADD, copies('0')],
    ['objects that are null', ADD, copies('null')],
    ['ids that are lists', IDS, copies('[]')],
    ['ids that are objects', IDS, copies('{}')],
    ['ids that are null', IDS, copies('null')],
    ['ids that are rounded', IDS, copies('9007199254740993')],
    ['names that an enum lacks', TYPES, copies('"I"')],
    ['names that an enum almost has', TYPES, copies('"INCOMIN"')],
    ['unknown fields in one object', CALLS, fields(75_000)],
    ['lists within a field of an object', CALLS, `{"lineIds":${copies('[]')}}`],
    ['entities that are null', ENTITIES, copies('null')],
  ])('%s are refused after the first problems', async (_name, query, value) => {
    const { answer, created } = await sendCounting(query, `{"v":${value}}`);
    expect(answer.status).toBe(400);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(answer.errors?.[0]?.extensions['problems']).toHaveLength(MAX_PROBLEMS);
    // Each may be wrapped once, and the refusal is an error too.
    expect(created).toBeLessThan(5 * MAX_PROBLEMS);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('in many variables is refused after the first problems of all of them', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `v${index}`);
    const query = `query (${names.map((name) => `$${name}: ID!`).join()}) {
      telephonyCalls(filter: { lineIds: [${names.map((name) => `$${name}`).join()}] }) { totalCount }
    }`;
    const wrong = `[${Array(150).fill('{}').join()}]`;
    const { answer, created } = await sendCounting(
      query,
      `{${names.map((name) => `"${name}":${wrong}`).join()}}`,
    );
    expect(answer.errors?.[0]?.extensions['problems']).toHaveLength(MAX_PROBLEMS);
    expect(created).toBeLessThan(5 * MAX_PROBLEMS);
  });

  it('has its first problems reported, in order', async () => {
    const { answer } = await sendCounting(ADD, `{"v":${copies('{}')}}`);
    const problems = answer.errors?.[0]?.extensions['problems'];
    const paths = (problems as readonly { argument: readonly unknown[] }[]).map(({ argument }) => argument);
    expect(paths).toEqual(
      [0, 1, 2, 3, 4].flatMap((index) =>
        ['title', 'server', 'login', 'password'].map((field) => ['inputs', index, field]),
      ),
    );
  });
});

describe('a megabyte of variables', () => {
  it.each([
    ['ids', IDS, copies('1', Infinity)],
    ['ids that no field uses', SKIPPED_IDS, copies('1', Infinity)],
    ['ids in an object', CALLS, `{"lineIds":${copies('1', Infinity)}}`],
    ['wrong ids', IDS, copies('[]', Infinity)],
    ['objects without their fields', ADD, copies('{}', Infinity)],
    ['entities', ENTITIES, copies('{"a":0}', Infinity)],
  ])('(%s) is refused by its length, without a look at the values', async (_name, query, value) => {
    const spies = [GraphQLID, GraphQLString].map((type) => vi.spyOn(type, 'parseValue'));
    const { answer, created } = await sendCounting(query, `{"v":${value}}`);
    expect(answer.status).toBe(400);
    expect(answer.errors).toHaveLength(1);
    const { code, cost, limit } = answer.errors?.[0]?.extensions ?? {};
    expect({ code, limit }).toEqual({ code: 'OPERATION_TOO_COSTLY', limit: 10_000 });
    expect(cost).toBeGreaterThan(10_000);
    expect(created).toBeLessThan(5);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    expect(answer.text.length).toBeLessThan(1_000);
  });
});

describe('a null variable that execution rejects', () => {
  it('has as few problems however often an argument uses it', async () => {
    const { errors } = await gateway.query(
      `query ($v: ID = 1) { telephonyCalls(filter: { lineIds: [${'$v '.repeat(500)}] }) { totalCount } }`,
      { v: null },
    );
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions['problems']).toEqual(
      Array.from({ length: MAX_PROBLEMS }, (_, index) => ({
        argument: ['filter', 'lineIds', index],
        message: 'A value of type ID! is required.',
      })),
    );
  });

  it('has its problems in the error of every entity', async () => {
    for (const title of ['a', 'b']) {
      const input = { title, server: 'pbx.example', login: 'c', password: 'd' };
      expect((await gateway.query(ADD, { v: [input] })).errors).toBeUndefined();
    }
    const { errors = [] } = await gateway.query(
      'query ($v: ID = 1) { sipLines { nodes { calls(filter: { lineIds: [$v] }) { totalCount } } } }',
      { v: null },
    );
    expect(errors).toHaveLength(2);
    for (const { extensions } of errors) {
      expect(extensions['problems']).toEqual([
        { argument: ['filter', 'lineIds', 0], message: 'A value of type ID! is required.' },
      ]);
    }
  });
});

describe('a document full of wrong literals', () => {
  it.each([
    ['objects without their fields', `mutation { addSipLines(inputs: [${'{}'.repeat(2_400)}]) { id } }`],
    ['lists for ids', `{ telephonyCalls(filter: { lineIds: [${'[]'.repeat(2_400)}] }) { totalCount } }`],
    [
      'unknown names of an enum',
      `{ telephonyCalls(filter: { types: [${'I '.repeat(4_900)}] }) { totalCount } }`,
    ],
    [
      'numbers for names of an enum',
      `{ telephonyCalls(filter: { types: [${'1 '.repeat(4_900)}] }) { totalCount } }`,
    ],
    [
      'unknown fields',
      `{ telephonyCalls(filter: { ${Array.from({ length: 1_600 }, (_, index) => `k${index}:0`).join()} }) { totalCount } }`,
    ],
    [
      'wrong defaults of a variable',
      `query ($v: [ID!] = [${'{}'.repeat(2_400)}]) { telephonyCalls(filter: { lineIds: $v }) { totalCount } }`,
    ],
  ])('(%s) is refused after the first problems', async (_name, query) => {
    const { answer, created } = await sendCounting(query, '{}');
    expect(answer.status).toBe(400);
    expect(answer.errors?.length).toBeGreaterThan(1);
    expect(answer.errors?.length).toBeLessThanOrEqual(MAX_PROBLEMS + 1);
    expect(created).toBeLessThan(5 * MAX_PROBLEMS);
  });
});

describe('few wrong variables', () => {
  const schema = createSchema();

  /** Where graphql-js itself finds problems in a value: at a path, or at a field that is missing or unknown there. */
  function places(argument: string, typeName: string, value: unknown): string[] {
    const type = typeFromAST(schema, parseType(typeName));
    if (!isInputType(type)) throw new Error(`No input type ${typeName}`);
    const found: string[] = [];
    coerceInputValue(value, type, (path, _value, { message }) => {
      const field = /^Field "([^"]+)" (?:of required type|is not defined)/.exec(message)?.[1];
      found.push([argument, ...path, ...(field === undefined ? [] : [field])].join('.'));
    });
    return [...new Set(found)];
  }

  const leaf = fc.constantFrom<unknown>('INCOMING', 'x', '1', 7, 1.5, true, null, [], ['1'], {}, { a: 1 });
  const key = fc.constantFrom('type', 'title', 'server', 'login', 'password', 'lineIds', 'types', 'other');
  const object = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxKeys: 5 });
  const value = fc.oneof(object, leaf, fc.array(fc.oneof(object, leaf), { maxLength: 8 }));
  const adds = { query: ADD, argument: 'inputs', type: '[AddSipLineInput!]!' };
  const target = fc.constantFrom(adds, {
    query: CALLS,
    argument: 'filter',
    type: 'TelephonyCallFilter',
  });

  it('have every problem reported that graphql-js finds, or the first of many', async () => {
    let many = 0;
    let few = 0;
    await fc.assert(
      fc.asyncProperty(target, value, async ({ query, argument, type }, v) => {
        const expected = places(argument, type, v);
        if (expected.length === 0) return;
        const { errors } = await gateway.query(query, { v });
        const problems = errors?.[0]?.extensions['problems'] as readonly { argument: unknown[] }[];
        const reported = problems.map(({ argument: path }) => path.join('.'));
        if (expected.length < MAX_PROBLEMS) expect(reported.toSorted()).toEqual(expected.toSorted());
        else {
          expect(reported).toHaveLength(MAX_PROBLEMS);
          expect(expected).toEqual(expect.arrayContaining(reported));
        }
        if (expected.length < MAX_PROBLEMS) few += 1;
        else many += 1;
      }),
      // Chance alone leaves out values with many problems in one of a hundred runs.
      { numRuns: scaledRuns(50), examples: [[adds, Array.from({ length: 8 }, () => ({}))]] },
    );
    expect(few).toBeGreaterThan(20);
    expect(many).toBeGreaterThan(0);
  });
});
