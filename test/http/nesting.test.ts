import fc from 'fast-check';
import { getIntrospectionQuery, printSchema } from 'graphql';
import { Parser } from 'graphql/language/parser.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isNestedTooDeeply, MAX_NESTING } from '../../src/graphql/document-nesting.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

const DEPTHS = [100, 300, 1_000, 1_900, 2_400, 5_000, 100_000];
const SHAPES: readonly (readonly [name: string, make: (depth: number) => string])[] = [
  ['lists', (n) => `{ telephonyUsers(userIds: ${nested('[', n, ']')}) { id } }`],
  ['lists of a directive', (n) => `{ __typename @skip(if: ${nested('[', n, ']')}) }`],
  ['lists of a default', (n) => `query ($a: [Int] = ${nested('[', n, ']')}) { __typename }`],
  ['objects', (n) => `{ sipLines(filter: ${nested('{a:', n, '}', '1')}) { totalCount } }`],
  [
    'lists of objects',
    (n) => `{ _entities(representations: ${nested('[{a:', n, '}]', '1')}) { __typename } }`,
  ],
  ['selections', (n) => nested('{a', n, '}')],
  ['inline fragments', (n) => nested('{...', n, '}', '{__typename}')],
  ['types', (n) => `query ($a: ${nested('[', n, ']', 'Int')}) { __typename }`],
  ['non-null types', (n) => `query ($a: ${nested('[', n, ']!', 'Int')}) { __typename }`],
  ['brackets that are never closed', (n) => `{ a(b: ${'['.repeat(n)}`],
];

describe('brackets nested deeply in a document', () => {
  let gateway: TestGateway;
  beforeAll(async () => (gateway = await startGateway()));
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => gateway.close());

  it.each(SHAPES)('are refused, however deep: %s', async (_name, make) => {
    for (const depth of DEPTHS) {
      const { status, errors = [] } = await gateway.query(make(depth));
      expect([status, errors.length], `${depth} levels`).toEqual([400, 1]);
      expect(errors[0]).toEqual({
        message: `Brackets in the document are nested more than ${MAX_NESTING} levels deep. Nest selections, values and types less deeply.`,
        extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) as string },
      });
    }
  });

  it('are refused in a URL, even one with a malformed encoding', async () => {
    const list = nested('%5B', 1_900, '%5D');
    for (const query of [
      `{telephonyUsers(userIds:${list}){id}}`,
      `{telephonyUsers(userIds:${list}){id}}%23%zz`,
    ]) {
      const response = await fetch(`${gateway.url}?query=${query}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('nested more than');
    }
  });

  it('are harmless in variables', async () => {
    const operations = [
      ['query ($a: [ID!]!) { telephonyUsers(userIds: $a) { id } }', (value: string) => value],
      ['query ($a: SipLineFilter) { sipLines(filter: $a) { totalCount } }', (value: string) => value],
      [
        'query ($a: [_Any!]!) { _entities(representations: $a) { __typename } }',
        (value: string) => `[{"__typename":"SipLine","id":${value}}]`,
      ],
      ['{ __typename }', (value: string) => value],
    ] as const;
    for (const depth of DEPTHS) {
      for (const value of [nested('[', depth, ']'), nested('{"a":', depth, '}', '1')]) {
        for (const [query, place] of operations) {
          const body = `{"query":${JSON.stringify(query)},"variables":{"a":${place(value)}}}`;
          const { status } = await gateway.send({
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          });
          expect(status, `${query} ${depth}`).toBeLessThan(500);
        }
      }
    }
  });

  it('do not count in strings and comments', async () => {
    const brackets = '[{('.repeat(100);
    const { status, data } = await gateway.query(
      `# ${brackets}\n{ sipLines(filter: { title: "${brackets}" }) { totalCount } }`,
    );
    expect([status, data]).toEqual([200, { sipLines: { totalCount: 0 } }]);
  });

  it('leave room for introspection and for any schema', () => {
    expect(isNestedTooDeeply(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).toBe(
      false,
    );
    expect(isNestedTooDeeply(printSchema(createSchema()))).toBe(false);
  });

  it('count to their limit, whatever strings, comments and mistakes are beside them', () => {
    const text = fc.array(fc.constantFrom('[', ']', '{', '}', '(', ')', 'a', '#', "'", ' '), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 2 * MAX_NESTING }), (inside, after, depth) => {
        const string = `"${inside.join('')}"`;
        const document = `#${string}\n{a(b:${string} c:""${string}"" d:"\\"${inside.join('')}")}${nested('{a', depth, '}')}`;
        expect(isNestedTooDeeply(document)).toBe(depth > MAX_NESTING);
        if (depth > MAX_NESTING) expect(isNestedTooDeeply(document + after.join(''))).toBe(true);
      }),
    );
  });

  it('are logged with their request if they, or anything else, overflow the stack', async () => {
    // Validation reads the document outside any handling of errors.
    const unreadable = new Proxy({} as ReturnType<Parser['parseDocument']>, {
      get: () => {
        throw new RangeError('sentinel');
      },
    });
    vi.spyOn(Parser.prototype, 'parseDocument').mockReturnValueOnce(unreadable);
    const { status, errors } = await gateway.query('{ neverSent: __typename }');
    expect([status, errors?.[0]?.extensions['code']]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    const requestId = errors?.[0]?.extensions['requestId'];
    const lines = gateway
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        msg: 'the gateway failed',
        requestId,
        name: 'RangeError',
        frames: expect.any(Array) as unknown[],
      }),
    ]);
    expect(gateway.log()).not.toContain('sentinel');
  });
});

function nested(open: string, depth: number, close: string, inner = ''): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}
