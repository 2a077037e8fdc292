import fc from 'fast-check';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tooManyComparisons } from '../../src/graphql/field-comparisons.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { linesOf } from '../support/log-lines.ts';
import { scaledRuns } from '../support/random-runs.ts';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());

/** More than enough for twenty errors. */
const MAX_BYTES = 30_000;

const repeat = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(' ');

const NAME = 'n'.repeat(900_000);
const UNDEFINED = repeat(100, (index) => `$v${index}`);

const REFUSED: readonly (readonly [name: string, document: string, message: RegExp])[] = [
  [
    'a field that is selected thousands of times',
    `{ ${'__typename '.repeat(4_900)} }`,
    /same names too often/,
  ],
  [
    'objects that are selected thousands of times',
    `{ ${repeat(1_200, () => 'sipConnector{paid}')} }`,
    /same names too often/,
  ],
  [
    'fragments that select the same fields',
    `{ ${repeat(100, (index) => `...F${index}`)} } ${repeat(100, (index) => `fragment F${index} on Query { ${'__typename '.repeat(40)} }`)}`,
    /same names too often/,
  ],
  [
    'operations that share a fragment',
    `${repeat(400, (index) => `query A${index} {...F}`)} fragment F on Query { ${'__typename '.repeat(2_000)} }`,
    /same names too often/,
  ],
  [
    'fragments that spread each other in circles',
    `{ ...F0 } ${repeat(400, (index) => `fragment F${index} on Query { ...F${(index + 1) % 400} ...F${(index * 7) % 400} }`)}`,
    /^Cannot spread fragment "F\d+" within itself, directly or through other fragments\.$/,
  ],
  [
    'fragments that all spread each other',
    `{ ...F0 } ${repeat(66, (index) => `fragment F${index} on Query { __typename ${repeat(23, (step) => `...F${(index + step + 1) % 66}`)} }`)}`,
    /^Cannot spread fragment/,
  ],
  ['a fragment that spreads itself', '{ ...F } fragment F on Query { __typename ...F }', /^Cannot spread/],
  [
    'a name that every error would quote',
    `query ${NAME} { telephonyCalls(filter: { lineIds: [${UNDEFINED}] }) { totalCount } }`,
    /name of more than 10000 characters/,
  ],
  ['a type that every error would quote', `fragment F on ${NAME} { a b c } { ...F }`, /name of more than/],
  [
    'half a million lines',
    `{${'\n'.repeat(450_000)} ${repeat(100, (index) => `unknown${index}`)} }`,
    /6000 lines/,
  ],
  ['half a million lines with CR', `{${'\r'.repeat(450_000)} unknown }`, /6000 lines/],
];

describe('a document that would be costly to validate', () => {
  it.each(REFUSED)('(%s) is refused with one error', async (_name, query, message) => {
    const { status, errors, text } = await gateway.query(query);
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(text.length).toBeLessThan(2_000);
  });

  it('is no fault of the gateway', () => {
    expect(linesOf(gateway.log()).filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the errors of a document', () => {
  it.each([
    ['unknown fields', `{ ${repeat(4_000, (index) => `unknown${index}`)} }`],
    ['arguments with the same name', `{ telephonyCalls(${'first:0 '.repeat(1_600)}) { totalCount } }`],
    ['unused variables', `query (${repeat(900, (index) => `$v${index}: ID`)}) { __typename }`],
    ['variables with the same name', `query (${'$v: ID '.repeat(900)}) { __typename }`],
    ['fragments with the same name', `${'fragment F on Query { __typename } '.repeat(700)} { ...F }`],
    ['unused fragments', `${repeat(600, (index) => `fragment F${index} on Query { a }`)} { __typename }`],
    ['undefined variables', `{ telephonyCalls(filter: { lineIds: [${UNDEFINED}] }) { totalCount } }`],
    [
      'long names',
      `query ${'n'.repeat(999)} { telephonyCalls(filter: { lineIds: [${UNDEFINED}] }) { totalCount } }`,
    ],
    [
      'fields that conflict',
      `{ ${repeat(100, (index) => `a${index}: sipConnector { paid } a${index}: telephonyAccess { scopes }`)} }`,
    ],
  ])('(%s) are few and short, and say that there are more', async (_name, query) => {
    const { status, errors = [], text } = await gateway.query(query);
    expect(status).toBe(400);
    expect(errors.length).toBeLessThanOrEqual(21);
    expect(text.length).toBeLessThan(MAX_BYTES);
    expect(text).not.toContain('aborted');
    if (errors.length === 21)
      expect(errors[20]?.message).toBe('The document has more problems. Correct these first.');
  });

  it('find their places in few lines, whatever the document contains', async () => {
    const query = `{${'\n'.repeat(5_900)} ${repeat(30, (index) => `unknown${index}`)} }`;
    const { errors } = await gateway.query(query);
    expect(errors).toHaveLength(21);
  });
});

describe('tooManyComparisons', () => {
  it('admits what user interfaces send', () => {
    const fields = repeat(50, (index) => `f${index}`);
    const fragments = repeat(
      40,
      (index) => `fragment F${index} on Line { __typename id ${fields} calls { nodes { id } } }`,
    );
    const spreads = repeat(40, (index) => `...F${index}`);
    expect(tooManyComparisons(parse(`{ lines { nodes { id ${spreads} } } } ${fragments}`))).toBe(false);
  });

  it('finds fragments that are spread exponentially often', () => {
    const levels = repeat(
      30,
      (index) => `fragment F${index} on Query { a { ...F${index + 1} } b { ...F${index + 1} } }`,
    );
    expect(tooManyComparisons(parse(`{ ...F0 } ${levels} fragment F30 on Query { a }`))).toBe(true);
  });

  const schema = buildSchema('type Query { a: Query b: Query c: Int d: Int }');
  const spread = fc.nat({ max: 3 }).map((index) => `...F${index}`);
  const { set } = fc.letrec<{ set: string; field: string }>((tie) => ({
    set: fc
      .array(fc.tuple(tie('field'), fc.constantFrom(1, 1, 1, 1, 2, 3, 30)), { minLength: 1, maxLength: 4 })
      .map((fields) => `{ ${fields.map(([field, times]) => `${field} `.repeat(times)).join(' ')} }`),
    field: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('c', 'd', 'c: d'),
      spread,
      tie('set').map((below) => `a ${below}`),
      tie('set').map((below) => `b ${below}`),
      tie('set').map((below) => `... ${below}`),
    ),
  }));

  it('finds the documents that graphql-js gives up on', () => {
    let admitted = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(set, { minLength: 1, maxLength: 5 }), ([operation = '', ...sets]) => {
        // Only later fragments are spread, so that there is no cycle.
        const fragments = sets.map(
          (each, index) =>
            `fragment F${index} on Query ${each.replaceAll(/\.\.\.F(\d)/g, (text, to) => (Number(to) > index ? text : 'c'))}`,
        );
        const text = [operation, ...fragments].join(' ');
        if (text.length > 30_000) return;
        const document = parse(text);
        if (tooManyComparisons(document)) {
          refused += 1;
          return;
        }
        admitted += 1;
        const errors = validate(schema, document, [OverlappingFieldsCanBeMergedRule], { maxErrors: 1e6 });
        expect(errors.map(({ message }) => message)).not.toContain('Validation aborted.');
      }),
      // A third of them are admitted: in fifty runs, once in forty times ten of them or fewer.
      { numRuns: scaledRuns(50, 100) },
    );
    expect(admitted).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});
