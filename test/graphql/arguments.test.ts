import fc from 'fast-check';
import { parse, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { startGateway, type GraphQLAnswer, type TestGateway } from '../support/gateway.ts';
import { sentMethods } from '../support/journal.ts';
import { ADD_SIP_LINE } from '../support/operations.ts';
import { scaledRuns } from '../support/random-runs.ts';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.emulator.portal.journal.clear();
});

interface Problem {
  readonly argument: readonly (string | number)[];
  readonly message: string;
}

/** The problems of the only error there is. */
function problemsOf({ errors }: GraphQLAnswer): readonly Problem[] {
  expect(errors).toHaveLength(1);
  const { argument, problems } = errors?.[0]?.extensions ?? {};
  expect(argument).toEqual((problems as readonly Problem[] | undefined)?.[0]?.argument);
  return problems as readonly Problem[];
}

/** A problem in one line: `input.title: Must not be empty.` */
const lines = (answer: GraphQLAnswer) =>
  problemsOf(answer).map(({ argument, message }) => `${argument.join('.')}: ${message}`);

const REQUIRED = 'A value of type String! is required.';

describe('a variable that does not fit', () => {
  it('is BAD_USER_INPUT with everything that is wrong, before anything is sent', async () => {
    const answer = await gateway.query(ADD_SIP_LINE, {
      input: { type: 'HYBRID', title: 5, server: null, extra: true, more: {} },
    });
    expect(answer.status).toBe(400);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]).not.toHaveProperty('path');
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      requestId: expect.any(String) as string,
    });
    expect(lines(answer).toSorted()).toEqual([
      'input.extra: This input has no field with this name.',
      `input.login: ${REQUIRED}`,
      'input.more: This input has no field with this name.',
      `input.password: ${REQUIRED}`,
      `input.server: ${REQUIRED}`,
      'input.title: Expected a value of type String!.',
      'input.type: Expected one of CLOUD, OFFICE.',
    ]);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('names the argument, and the variable beside it, in its message too', async () => {
    const { errors } = await gateway.query(
      'mutation ($line: AddSipLineInput!) { addSipLine(input: $line) { id } }',
      {
        line: { title: 'a', server: 'b' },
      },
    );
    expect(errors?.[0]?.message).toBe(
      `The input is not valid. input.login (variable $line): ${REQUIRED} input.password (variable $line): ${REQUIRED}`,
    );
  });

  it.each([
    [
      'is another name than the argument',
      'mutation ($i: AddSipLineInput!) { addSipLine(input: $i) { id } }',
      {},
      ['input: A value of type AddSipLineInput! is required.'],
    ],
    [
      'stands within an input object',
      `mutation ($t: String!, $s: String!) {
        addSipLine(input: { title: $t, server: $s, login: "a", password: "b" }) { id }
      }`,
      { s: 7 },
      [`input.title: ${REQUIRED}`, 'input.server: Expected a value of type String!.'],
    ],
    [
      'stands within a list',
      `mutation ($second: AddSipLineInput!) {
        addSipLines(inputs: [{ title: "a", server: "b", login: "c", password: "d" }, $second]) { id }
      }`,
      { second: { title: 'a', server: 'b', login: 'c' } },
      [`inputs.1.password: ${REQUIRED}`],
    ],
    [
      'is a list',
      'mutation ($lines: [AddSipLineInput!]!) { addSipLines(inputs: $lines) { id } }',
      { lines: [{ title: 'a', server: 'b', login: 'c', password: 'd' }, { titel: 'a' }, null] },
      [
        ...['title', 'server', 'login', 'password'].map((field) => `inputs.1.${field}: ${REQUIRED}`),
        'inputs.1.titel: This input has no field with this name.',
        'inputs.2: A value of type AddSipLineInput! is required.',
      ],
    ],
    [
      'is taken by several arguments',
      'query ($a: ID!) { sipLine(configId: $a) { id } telephonyUser(userId: $a) { id } }',
      {},
      ['configId: A value of type ID! is required.', 'userId: A value of type ID! is required.'],
    ],
    [
      'is taken by the same argument of several fields',
      `mutation ($a: ID!, $i: UpdateSipLineInput!) {
        one: updateSipLine(configId: $a, input: $i) { id } two: updateSipLine(configId: $a, input: $i) { id }
      }`,
      { a: '1', i: { title: 1 } },
      ['input.title: Expected a value of type String.'],
    ],
    [
      'is used in a fragment, also within another',
      `query ($n: Int) { sipLine(configId: 1) { ...A ...A } }
       fragment A on SipLine { ...B } fragment B on SipLine { calls(first: $n) { totalCount } }`,
      { n: 'many' },
      ['first: Expected a value of type Int.'],
    ],
    [
      'decides on a field and is an argument elsewhere',
      'query ($v: Boolean!) { sipConnector { paid @include(if: $v) } __type(name: "A") { fields(includeDeprecated: $v) { name } } }',
      { v: 1 },
      ['includeDeprecated: Expected a value of type Boolean!.'],
    ],
    [
      'only decides on a field',
      'query ($v: Boolean!) { sipConnector { paid @include(if: $v) } }',
      { v: 1 },
      ['if: Expected a value of type Boolean!.'],
    ],
  ])('is reported at the arguments where it %s', async (_name, query, variables, expected) => {
    expect(lines(await gateway.query(query, variables))).toEqual(expected);
  });

  it('gets a short answer however much is wrong', async () => {
    const extra = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`${index}${'k'.repeat(60)}`, 0]),
    );
    const answer = await gateway.query(ADD_SIP_LINE, { input: { ...extra, title: 'a' } });
    const problems = problemsOf(answer);
    expect(problems).toHaveLength(20);
    // What is missing is not crowded out by what is too much.
    expect(problems.slice(0, 3).map(({ argument }) => argument[1])).toEqual(['server', 'login', 'password']);
    expect(answer.text.length).toBeLessThan(8_000);
  });
});

describe('a variable that is null where the argument must not be', () => {
  it('is an error of the field, at its place in the arguments', async () => {
    const answer = await gateway.query(
      `mutation ($type: PbxType, $title: String = "a") {
        addSipLine(input: { type: $type, title: $title, server: "b", login: "c", password: "sentinel" }) { id }
      }`,
      { type: null, title: null },
    );
    expect(answer.status).toBe(200);
    expect(answer.errors).toMatchObject([{ path: ['addSipLine'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(lines(answer)).toEqual([
      'input.type: A value of type PbxType! is required.',
      `input.title: ${REQUIRED}`,
    ]);
    expect(answer.text).not.toContain('sentinel');
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('is one where it is the whole argument', async () => {
    const answer = await gateway.query('query ($id: ID = 1) { sipLine(configId: $id) { id } }', { id: null });
    expect(lines(answer)).toEqual(['configId: A value of type ID! is required.']);
  });

  it.each([
    ['query ($v: Boolean = true) { sipConnector @include(if: $v) { paid } }', undefined],
    ['query ($v: Boolean = true) { sipConnector { paid @include(if: $v) } }', ['sipConnector']],
  ])('is one where a directive takes it: %s', async (query, path) => {
    const answer = await gateway.query(query, { v: null });
    expect(answer.errors?.map((error) => error.path)).toEqual([path]);
    expect(lines(answer)).toEqual(['if: A value of type Boolean! is required.']);
  });
});

describe('a literal that does not fit', () => {
  it.each([
    ['{ sipLine(configId: 1.5) { id } }', ['Expected a value of type ID!.'], ['configId']],
    [
      'mutation { addSipLines(inputs: [{ title: "sentinel", server: [], login: "a", password: "b" }]) { id } }',
      ['Expected a value of type String!.'],
      ['inputs', 0, 'server'],
    ],
    [
      'mutation { addSipLine(input: { title: "sentinel", server: "a", login: "b" }) { id } }',
      ['Field "AddSipLineInput.password" of required type "String!" was not provided.'],
      ['input', 'password'],
    ],
    [
      'mutation { updateSipLine(configId: 1, input: { titel: "sentinel" }) { id } }',
      ['Field "titel" is not defined by type "UpdateSipLineInput". Did you mean "title"?'],
      ['input', 'titel'],
    ],
    [
      'mutation { updateSipLine(configId: 1, input: "sentinel") { id } }',
      ['Expected an object of type UpdateSipLineInput.'],
      ['input'],
    ],
    [
      '{ telephonyCalls(filter: { types: [SENTINEL] }) { totalCount } }',
      [
        'Expected one of OUTGOING, INCOMING, INCOMING_REDIRECTED, CALLBACK, INFO_CALL.',
        // The code of the server, and the place that clients know from their own input.
      ],
      ['filter', 'types', 0],
    ],
    ['{ sipConnector { paid @include(if: "sentinel") } }', ['Expected a value of type Boolean!.'], undefined],
    [
      'query ($n: Int = "sentinel") { sipLines(first: $n) { totalCount } }',
      ['Expected a value of type Int.'],
      undefined,
    ],
  ])('is refused with its place and without being quoted: %s', async (query, messages, argument) => {
    const { status, text, errors } = await gateway.query(query);
    expect(status).toBe(400);
    expect(errors?.map(({ message }) => message)).toEqual(messages);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'GRAPHQL_VALIDATION_FAILED',
      requestId: expect.any(String) as string,
      ...(argument && { argument, problems: [{ argument, message: expect.any(String) as string }] }),
    });
    expect(text.toLowerCase()).not.toContain('sentinel');
  });

  it('lacks several fields: each is an error at its own place', async () => {
    const { errors } = await gateway.query(
      'mutation { addSipLine(input: { title: "a", server: "b" }) { id } }',
    );
    expect(errors?.map(({ extensions }) => extensions['problems'])).toEqual([
      [{ argument: ['input', 'login'], message: REQUIRED }],
      [{ argument: ['input', 'password'], message: REQUIRED }],
    ]);
  });
});

describe('an argument that is missing', () => {
  it.each([
    ['mutation { addSipLine { id } }', 'input', 'AddSipLineInput!'],
    ['{ sipLine { id } }', 'configId', 'ID!'],
  ])('is a problem at its own place: %s', async (query, argument, type) => {
    const { status, errors } = await gateway.query(query);
    const message = `A value of type ${type} is required.`;
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions).toMatchObject({
      argument: [argument],
      problems: [{ argument: [argument], message }],
    });
  });
});

describe('an id as a number', () => {
  const ROUNDED = 'Send this ID as a string: as a number, it was rounded to a different ID.';

  it.each<[string, string, string, string]>([
    [
      'an argument',
      'mutation ($id: ID!) { deleteSipLine(configId: $id) { id } }',
      '9007199254740993',
      'configId',
    ],
    [
      'an entry of a list',
      'query ($id: [ID!]!) { telephonyUsers(userIds: $id) { id } }',
      '[1, 1e21]',
      'userIds.1',
    ],
    [
      'a list of one',
      'query ($id: [ID!]!) { telephonyUsers(userIds: $id) { id } }',
      '9007199254740992',
      'userIds',
    ],
    [
      'a field of an input',
      'query ($id: SipLineFilter) { sipLines(filter: $id) { totalCount } }',
      '{"configIds": [1, -9007199254740993]}',
      'filter.configIds.1',
    ],
  ])('that is rounded is refused as %s, before anything is sent', async (_name, query, id, place) => {
    const body = `{"query": ${JSON.stringify(query)}, "variables": {"id": ${id}}}`;
    const answer = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([answer.status, lines(answer)]).toEqual([400, [`${place}: ${ROUNDED}`]]);
    expect(sentMethods(gateway)).toEqual([]);
  });

  it('is taken as it is written in a document, and as far as numbers are exact', async () => {
    const document = await gateway.query('{ sipLine(configId: 9007199254740993) { id } }');
    expect(document.errors).toBeUndefined();
    const variable = await gateway.query('query ($id: ID!) { sipLine(configId: $id) { id } }', {
      id: Number.MAX_SAFE_INTEGER,
    });
    expect(variable.errors).toBeUndefined();
  });

  it('that is rounded names no entity', async () => {
    const body = `{"query": "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
      "variables": {"r": [{"__typename": "SipLine", "configId": 9007199254740993}]}}`;
    const answer = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.data).toEqual({ _entities: [null] });
    expect(sentMethods(gateway)).toEqual([]);
  });
});

describe('representations of a router', () => {
  it('are blamed for naming no entity', async () => {
    const answer = await gateway.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [{ __typename: 'Nonsense', id: 'sentinel' }] },
    );
    expect(lines(answer)).toEqual([
      'representations: Every representation must name an entity type of this subgraph: OutgoingLine, SipLine, TelephonyUser.',
    ]);
    expect(answer.text).not.toContain('sentinel');
  });
});

describe('whatever is in the variables', () => {
  /** Fields with the type of each argument. */
  const FIELDS = {
    addSipLine: { input: 'AddSipLineInput!' },
    addSipLines: { inputs: '[AddSipLineInput!]!' },
    updateSipLine: { configId: 'ID!', input: 'UpdateSipLineInput!' },
    startInfoCall: { input: 'StartInfoCallInput!' },
    setDefaultOutgoingLine: { lineId: 'ID!' },
  } as const;
  const SECRET = 'sentinel-4711';
  const NUMBER = 471_100_471;
  const schema = createSchema();

  const name = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,8}$/);
  const leaf = fc.constantFrom<unknown>(SECRET, NUMBER, NUMBER + 0.5, true, null, [SECRET], {
    other: SECRET,
  });
  const key = fc.constantFrom('type', 'title', 'server', 'login', 'password', 'lineId', 'soundUrl', 'other');
  const object = fc.dictionary(key, fc.oneof(fc.constant(SECRET), leaf), { maxKeys: 6 });
  const value = fc.oneof(object, fc.array(object, { maxLength: 3 }), leaf);
  const field = fc.constantFrom(...(Object.keys(FIELDS) as (keyof typeof FIELDS)[]));
  const argument = fc.record({ variable: name, value, given: fc.boolean() });
  const operation = fc.record({
    field,
    // Two for the field with two.
    arguments: fc.uniqueArray(argument, { minLength: 2, maxLength: 2, selector: ({ variable }) => variable }),
  });

  it('problems begin with an argument of the field, quote nothing, and are there whenever graphql-js finds one', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(operation, async ({ field: fieldName, arguments: candidates }) => {
        const types: Readonly<Record<string, string>> = FIELDS[fieldName];
        const used = Object.entries(types).map(([argumentName, type], index) => ({
          argumentName,
          type,
          ...(candidates[index] ?? { variable: 'x', value: null, given: false }),
        }));
        const query = `mutation (${used.map(({ variable, type }) => `$${variable}: ${type}`).join(', ')}) {
          ${fieldName}(${used.map(({ argumentName, variable }) => `${argumentName}: $${variable}`).join(', ')}) { __typename }
        }`;
        const variables = Object.fromEntries(
          used.filter(({ given }) => given).map(({ variable, value: each }) => [variable, each]),
        );
        const { variableDefinitions = [] } = parse(query).definitions[0] as OperationDefinitionNode;
        const { errors: expected } = getVariableValues(schema, variableDefinitions, variables);

        const answer = await gateway.query(query, variables);
        expect(answer.text).not.toContain(SECRET);
        expect(answer.text).not.toContain(String(NUMBER));
        expect(answer.status === 400).toBe(expected !== undefined);
        if (!expected) return;
        refused += 1;
        const problems = problemsOf(answer);
        expect(problems).not.toHaveLength(0);
        for (const { argument: path } of problems) expect(Object.keys(types)).toContain(path[0]);
        expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(problems.length);
        for (const { argumentName, value: each, given, type } of used) {
          if (
            type !== 'AddSipLineInput!' ||
            !given ||
            typeof each !== 'object' ||
            !each ||
            Array.isArray(each)
          )
            continue;
          const missing = ['title', 'server', 'login', 'password'].filter(
            (fieldOf) => !Object.hasOwn(each, fieldOf),
          );
          for (const fieldOf of missing)
            expect(problems).toContainEqual({ argument: [argumentName, fieldOf], message: REQUIRED });
        }
      }),
      { numRuns: scaledRuns(30, 60) },
    );
    expect(refused).toBeGreaterThan(40);
  });

  it('problems are where the variables stand in an input, whatever they are called', async () => {
    const FIELDS_OF_LINE = ['title', 'server', 'login', 'password'] as const;
    const names = fc.uniqueArray(name, { minLength: 4, maxLength: 4 });
    const values = fc.array(fc.constantFrom<unknown>(undefined, null, NUMBER, [SECRET], SECRET), {
      minLength: 4,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(names, values, async (variables, given) => {
        const query = `mutation (${variables.map((each) => `$${each}: String!`).join(', ')}) {
          addSipLine(input: { ${FIELDS_OF_LINE.map((of, index) => `${of}: $${variables[index] ?? ''}`).join(', ')} }) { id }
        }`;
        const answer = await gateway.query(
          query,
          Object.fromEntries(variables.map((each, index) => [each, given[index]])),
        );
        const wrong = FIELDS_OF_LINE.filter((_, index) => given[index] !== SECRET);
        if (wrong.length === 0) return;
        expect(problemsOf(answer).map(({ argument: path }) => path)).toEqual(
          wrong.map((of) => ['input', of]),
        );
        expect(answer.text).not.toContain(SECRET);
        expect(answer.text).not.toContain(String(NUMBER));
      }),
      { numRuns: scaledRuns(25, 50) },
    );
  });
});
