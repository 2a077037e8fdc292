import { buildSubgraphSchema } from '@apollo/subgraph';
import fc from 'fast-check';
import { getNamedType, getNullableType, isListType, isObjectType, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createCostOf } from '../../../src/graphql/demand-control/cost.ts';
import { formulaOf } from '../../../src/graphql/demand-control/formula.ts';
import { readFieldCosts } from '../../../src/graphql/demand-control/read-field-costs.ts';
import { createSchema } from '../../../src/graphql/schema.ts';
import { CHARACTERS, createCostCalculator, ROUTER_PRICES, ROWS, VALUES } from '../../support/costs.ts';

const cost = createCostCalculator();
const asRouter = (text: string, variables = {}) => cost(text, variables, ROUTER_PRICES);
const values = (text: string, variables = {}) => cost(text, variables, VALUES);
const NEW_LINE = { type: 'CLOUD', title: 'Sales', server: 's', login: 'l', password: 'p' };

describe('the weights of an operation', () => {
  // By the formula of Apollo Router: entries × (weight + selection) + input objects, and 10 for a mutation.
  it.each<[string, number, Record<string, unknown>?]>([
    ['{ sipConnector { paid } }', 10],
    ['{ sipLine(configId: 1) { title } }', 10],
    ['{ sipLines(first: 7) { nodes { title } } }', 10 + 7],
    ['{ sipLines { nodes { title } } }', 10 + 50],
    ['{ sipLines(first: null) { nodes { title } } }', 10 + 50],
    ['query ($n: Int) { sipLines(first: $n) { nodes { title } } }', 10 + 3, { n: 3 }],
    ['query ($n: Int = 4) { sipLines(first: $n) { nodes { title } } }', 10 + 4],
    ['query ($n: Int = 4) { sipLines(first: $n) { nodes { title } } }', 10 + 5, { n: 5 }],
    ['{ sipLines(first: 7) { edges { cursor node { title } } pageInfo { endCursor } } }', 10 + 7 * 2 + 1],
    ['{ sipLines(first: 7, filter: { type: CLOUD }) { totalCount } }', 10 + 1 + 10],
    ['{ sipLines(first: 7) { nodes { registration { status } } } }', 10 + 7 * (1 + 10)],
    [
      '{ sipLines(first: 7) { nodes { calls(first: 3) { totalCount nodes { user { userId } } } } } }',
      10 + 7 * (1 + 10 + 10 + 3 * 2),
    ],
    ['{ outgoingLines { name } }', 100],
    ['{ telephonyVoices { name } }', 100],
    ['{ telephonyAccess { scopes canManageLines } }', 1 + 20 + 10],
    ['mutation ($l: AddSipLineInput!) { addSipLine(input: $l) { title } }', 10 + 10 + 1, { l: NEW_LINE }],
    ['mutation { deleteSipLine(configId: 1) { configId } }', 10 + 10],
  ])('%s are those that a router computes from the SDL', (text, weights, variables) => {
    expect(asRouter(text, variables)).toBe(weights);
  });

  it('count list arguments as long as they are, where a router assumes the longest', () => {
    expect(asRouter('{ telephonyUsers(userIds: [1, 2, 3]) { userId } }')).toBe(3);
    expect(asRouter('query ($u: [ID!]!) { telephonyUsers(userIds: $u) { userId } }', { u: '1' })).toBe(1);
    const add = 'mutation ($l: [AddSipLineInput!]!) { addSipLines(inputs: $l) { title } }';
    expect(asRouter(add, { l: [NEW_LINE, NEW_LINE] })).toBe(10 + 2 * 10 + 2);
  });

  it('count each representation as the selection on its type', () => {
    const text = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on SipLine { registration { status } } ... on TelephonyUser { innerNumber } } }`;
    const user = { __typename: 'TelephonyUser', userId: 1 };
    const line = { __typename: 'SipLine', configId: 1 };
    expect(asRouter(text, { r: [user, user] })).toBe(2);
    expect(asRouter(text, { r: [user, line] })).toBe(1 + 1 + 10);
  });
});

describe('the cost of an operation', () => {
  it('counts every value of the answer, however it is named', () => {
    expect(values('{ sipConnector { paid } }')).toBe(2);
    expect(values('{ sipLines(first: 10) { nodes { a: title b: title __typename c: __typename } } }')).toBe(
      1 + 10 * 5,
    );
  });

  it('counts a fragment as often as it is spread, in time that does not depend on it', () => {
    const spread = '{ ...A ...A } fragment A on Query { sipConnector { paid } ... { __typename } }';
    expect(values(spread)).toBe(2 * 3);
    const levels = Array.from(
      { length: 60 },
      (_, n) => `fragment A${n} on Query { ...A${n + 1} ...A${n + 1} }`,
    );
    const bomb = `{ ...A0 } ${levels.join(' ')} fragment A60 on Query { __typename }`;
    // 2 to the power of 60 values: one after another they would take a lifetime.
    expect(cost(bomb)).toBeGreaterThan(1e12);
    expect(Number.isFinite(cost(bomb))).toBe(true);
  });

  it('builds a fragment once, however often it is spread', () => {
    const text = `{ ${'...A '.repeat(100)} } fragment A on Query { sipLines { nodes { ...B } edges { node { ...B } } } }
      fragment B on SipLine { title }`;
    const schema = createSchema();
    const document = parse(text);
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
    const { root } = formulaOf(schema, readFieldCosts(schema), document, operation);
    expect(new Set(root.spreads.map(({ selection }) => selection)).size).toBe(1);
  });

  it.each([
    ['@include(if: false)', {}, 0],
    ['@skip(if: true)', {}, 0],
    ['@include(if: $yes)', { yes: true }, 2],
    ['@skip(if: $yes)', { yes: true }, 0],
    ['@include(if: $yes) @skip(if: false)', { yes: false }, 0],
  ])('leaves out what %s leaves out', (condition, variables, count) => {
    const declared = condition.includes('$') ? 'query ($yes: Boolean!)' : '';
    for (const text of [
      `${declared} { sipConnector ${condition} { paid } }`,
      `${declared} { ... ${condition} { sipConnector { paid } } }`,
      `${declared} { ...A ${condition} } fragment A on Query { sipConnector { paid } }`,
    ]) {
      expect(values(text, variables), text).toBe(count);
    }
  });

  it('counts texts as often as they are sent or repeated', () => {
    const characters = (text: string, variables = {}) => cost(text, variables, CHARACTERS);
    const text = `query ($digits: String) { sipLines(first: 200) { nodes {
      calls(filter: { phoneNumberContains: $digits }) { totalCount } } } }`;
    const twice = characters(text, { digits: '12' }) - characters(text, { digits: '1' });
    expect(twice).toBe(200);
    const alias = (name: string) => characters(`{ sipLines(first: 200) { nodes { ${name}: title } } }`);
    expect(alias('ab') - alias('a')).toBe(200);
    const literal = (digits: string) =>
      characters(`{ telephonyCalls(filter: { phoneNumber: "${digits}" }) { totalCount } }`);
    expect(literal('12') - literal('1')).toBe(1);
  });

  it('counts the rows of a page, also of one that nobody looks at', () => {
    const text = '{ sipLines(first: 10) { nodes { calls(first: 200) { pageInfo { endCursor } } } } }';
    expect(cost(text, {}, ROWS)).toBe(10 + 10 * 200);
  });

  it('counts no more entries than a page may have', () => {
    expect(asRouter('{ sipLines(first: 2000000000) { nodes { title } } }')).toBe(10 + 200);
    expect(asRouter('{ sipLines(first: -5) { nodes { title } } }')).toBe(10);
  });

  it('is the same for a document that has been executed with other variables', () => {
    const condition = fc.constantFrom('', '', '@include(if: $a)', '@skip(if: $a)', '@include(if: true)');
    const page = fc.constantFrom('', '(first: 3)', '(first: $n)', '(filter: { phoneNumberContains: $t })');
    const { selection } = fc.letrec<{ selection: string; field: string }>((tie) => ({
      selection: fc
        .array(tie('field'), { minLength: 1, maxLength: 3, depthIdentifier: 'selection' })
        .map((fields) => `{ ${fields.join(' ')} }`),
      field: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'selection' },
        fc.constantFrom('id', '...F', '...F @include(if: $a)', '... on SipLine { title }'),
        fc
          .tuple(page, tie('selection'), condition)
          .map(([given, inner, when]) => `calls${given} ${when} { totalCount nodes { sipLine ${inner} } }`),
        fc.tuple(condition, tie('selection')).map(([when, inner]) => `... on SipLine ${when} ${inner}`),
      ),
    }));
    const variables = fc.record({ a: fc.boolean(), n: fc.nat(200), t: fc.string({ maxLength: 9 }) });
    const schema = createSchema();
    const costs = readFieldCosts(schema);
    fc.assert(
      fc.property(selection, selection, fc.array(variables, { maxLength: 4 }), (lines, ofF, all) => {
        const text = `query ($a: Boolean!, $n: Int, $t: String) { sipLines(first: 7) { nodes ${lines} } }
          fragment F on SipLine ${ofF.replaceAll(/\.\.\.F( @include\(if: \$a\))?/g, 'title')}`;
        const document = parse(text);
        const [operation] = document.definitions;
        if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
        const formula = formulaOf(schema, costs, document, operation);
        const costOf = createCostOf();
        for (const each of all) expect(costOf(formula, each)).toBe(cost(text, each));
      }),
    );
  });

  it.each([
    [{ u: [[[[1]]]] }],
    [{ u: { __typename: { toString: 1 } } }],
    [{ u: null }],
    [{}],
    [{ u: nested(100_000) }],
  ])('is a number whatever the variables are', (variables) => {
    const users = 'query ($u: [ID!]!) { telephonyUsers(userIds: $u) { userId } }';
    const entities = 'query ($u: [_Any!]!) { _entities(representations: $u) { __typename } }';
    for (const text of [users, entities]) expect(cost(text, variables)).toBeGreaterThan(0);
  });

  it('of introspection is bounded by what the schema holds', () => {
    const types = Object.values(createSchema().getTypeMap());
    expect(values('{ __schema { types { name } } }')).toBe(1 + types.length * 2);
    const members = types.filter(isObjectType).flatMap((type) => Object.values(type.getFields())).length;
    expect(values('{ __schema { types { fields { name } } } }')).toBeGreaterThanOrEqual(
      1 + types.length + members * 2,
    );
    const widest = Math.max(
      ...types.filter(isObjectType).map((type) => Object.keys(type.getFields()).length),
    );
    const fields = '__type(name: "TelephonyCall") { fields { type { fields { name } } } }';
    expect(values(`{ ${fields} }`)).toBeGreaterThanOrEqual(widest * widest);
  });
});

describe('the SDL', () => {
  const schema = createSchema();
  const fields = [...readFieldCosts(schema)].filter(([field]) => field.astNode !== undefined);

  it('says of every list how long it is', () => {
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !type.name.startsWith('_'),
    );
    const silent = types
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => isListType(getNullableType(field.type)) && field.name !== '_entities')
      .filter(({ type, field }) => {
        const isSaid = field.astNode?.directives?.some(({ name }) => name.value === 'listSize');
        return !isSaid && !pagesOf(type.name).includes(field.name);
      })
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(silent).toEqual([]);
  });

  it('gives every field that returns a page the argument that sizes it', () => {
    const pages = fields.filter(([field]) => getNamedType(field.type).name.endsWith('Connection'));
    expect(pages.map(([field, { page }]) => `${field.name} by ${page?.by}`)).toEqual([
      'sipLines by argument',
      'telephonyCalls by argument',
      'calls by argument',
    ]);
  });

  it('is understood where a schema does not import the directives, and where it says nothing', () => {
    const other = buildSubgraphSchema(
      parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
        type Query { a: [Int] b: Int @federation__cost(weight: 7) }`),
    );
    const weigh = createCostCalculator(other);
    expect(weigh('{ b }', {}, ROUTER_PRICES)).toBe(7);
    expect(weigh('{ a }', {}, VALUES)).toBe(50);
  });

  function pagesOf(type: string): string[] {
    return fields
      .filter(([field]) => getNamedType(field.type).name === type)
      .flatMap(([field]) => field.astNode?.directives ?? [])
      .flatMap(({ arguments: given = [] }) => given)
      .flatMap(({ name, value }) =>
        name.value === 'sizedFields' && value.kind === Kind.LIST ? value.values : [],
      )
      .flatMap((value) => (value.kind === Kind.STRING ? [value.value] : []));
  }
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
