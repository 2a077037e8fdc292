import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Prices } from '../../src/graphql/demand-control/prices.ts';
import type { CostOfText } from './costs.ts';

export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Search {
  readonly schema: GraphQLSchema;
  readonly cost: CostOfText;
  readonly limit: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** How many random shapes are tried at least. */
  readonly shapes: number;
}

/** How far each part of a selected field is blown up, the most first. The rules for the shape allow no more. */
const KNOBS = {
  first: [200, 150, 100, 75, 50, 30, 20, 10, 5, 2],
  typenames: [1_200, 600, 300, 150, 70, 30, 10],
  nameLength: [900, 300, 100, 30, 10],
  text: [900_000, 100_000, 10_000, 1_000, 100],
  list: [1_000, 800, 600, 400, 200, 100, 50, 10],
  aliases: [29, 15, 7, 3],
} as const;
type Knob = keyof typeof KNOBS;

interface Selected {
  readonly field: GraphQLField<unknown, unknown>;
  readonly leaf: string | undefined;
  readonly child: Selected | undefined;
  readonly knobs: Record<Knob, number>;
}

const MAX_LEVELS = 5;

/** How many times as many shapes are tried as long as they are not what is looked for. */
const PATIENCE = 50;

/** Near what the HTTP side takes: what is longer is not even read. */
const MAX_LENGTH = 900_000;
const MAX_ALIASES = 30;
/** Three tokens each, of the five thousand that a document may have. */
const MAX_TYPENAMES = 1_500;

/**
 * Looks for operations that are accepted, and each hold as much of something as can be. Makes random shapes, blows up
 * the parts of each in random order as far as the limit lets it, and keeps the worst by each measure. Goes on until each
 * measure has one and one comes near to the limit: a few shapes may all be too small, or too large to be accepted.
 */
export function worstOperations(
  { schema, cost, limit, random, shapes }: Search,
  measures: readonly Prices[],
): GeneratedOperation[] {
  const worst = new Map<Prices, { readonly score: number; readonly operation: GeneratedOperation }>();
  const isNearLimit = () =>
    [...worst.values()].some(({ operation: { query, variables } }) => cost(query, variables) > limit * 0.9);
  const isComplete = () => worst.size === measures.length && isNearLimit();
  for (let shape = 0; shape < shapes || (shape < shapes * PATIENCE && !isComplete()); shape += 1) {
    const root = selectRandomly(schema, schema.getQueryType(), random, MAX_LEVELS);
    if (!root) continue;
    const fits = () => {
      if (!mayFit(levels(root))) return false;
      const { query, variables } = print(root);
      return query.length < MAX_LENGTH && cost(query, variables) <= limit;
    };
    if (!fits()) continue;
    const pagesFirst = random() < 0.5;
    const parts = levels(root).flatMap(({ knobs, ...each }) =>
      knobsOf(each).map((knob) => ({ knobs, knob, order: pagesFirst && knob === 'first' ? 0 : random() })),
    );
    for (const { knobs, knob } of parts.toSorted((one, other) => one.order - other.order)) {
      const before = knobs[knob];
      const most = KNOBS[knob].find((value) => {
        knobs[knob] = value;
        return fits();
      });
      knobs[knob] = most ?? before;
    }
    const operation = print(root);
    for (const measure of measures) {
      const score = cost(operation.query, operation.variables, measure);
      if (score > (worst.get(measure)?.score ?? 0)) worst.set(measure, { score, operation });
    }
  }
  return measures.flatMap((measure) => worst.get(measure)?.operation ?? []);
}

/** Whether the rules for the size and shape of operations may let it pass. */
function mayFit(all: readonly Selected[]): boolean {
  const total = (knob: Knob) => all.reduce((sum, { knobs }) => sum + knobs[knob], 0);
  return (
    total('aliases') <= MAX_ALIASES &&
    total('typenames') <= MAX_TYPENAMES &&
    all.every(({ knobs }) => knobs.typenames * knobs.nameLength <= MAX_LENGTH)
  );
}

/** The knobs that have an effect on a field. */
function knobsOf({ field, leaf }: Pick<Selected, 'field' | 'leaf'>): Knob[] {
  const takes = (name: string) => field.args.some((each) => each.name === name);
  return [
    ...(takes('first') ? (['first'] as const) : []),
    ...(takes('filter') ? (['text'] as const) : []),
    ...(takes('representations') || takes('userIds') ? (['list'] as const) : []),
    ...(leaf === undefined ? [] : (['aliases'] as const)),
    'typenames',
    'nameLength',
  ];
}

function selectRandomly(
  schema: GraphQLSchema,
  type: GraphQLObjectType | null | undefined,
  random: () => number,
  depth: number,
): Selected | undefined {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const fields = Object.values(type?.getFields() ?? {});
  const composite = fields.filter((each) => !returnsLeaf(each));
  // Half of the time one that returns many, since those are what costs.
  const large = composite.filter((each) => isLarge(each));
  const field = depth > 0 ? pick(large.length > 0 && random() < 0.5 ? large : composite) : undefined;
  if (!field) return undefined;
  const returned = returnedType(schema, field);
  const leaves = Object.values(returned?.getFields() ?? {}).filter(returnsLeaf);
  return {
    field,
    leaf: pick(leaves)?.name,
    child: random() < 0.8 ? selectRandomly(schema, returned, random, depth - 1) : undefined,
    knobs: { first: 1, typenames: 1, nameLength: 0, text: 0, list: 1, aliases: 0 },
  };
}

function isLarge({ args, type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(type)) || args.some(({ name }) => name === 'first');
}

function returnsLeaf({ type }: GraphQLField<unknown, unknown>): boolean {
  return isLeafType(getNamedType(type));
}

/** Of `_entities` those that need most commands. */
function returnedType(schema: GraphQLSchema, { type }: GraphQLField<unknown, unknown>) {
  const named = getNamedType(type);
  const object = named.name === '_Entity' ? schema.getType('SipLine') : named;
  return isObjectType(object) ? object : undefined;
}

function levels(each: Selected): Selected[] {
  return [each, ...(each.child ? levels(each.child) : [])];
}

function print(root: Selected): GeneratedOperation {
  const variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  const variable = (type: string, value: unknown): string => {
    const name = `v${variables.size}`;
    variables.set(name, { type, value });
    return `$${name}`;
  };
  let last = 0;
  const nextName = (length = 0) => `a${(last += 1)}${'x'.repeat(length)}`;

  function print({ field, leaf, child, knobs }: Selected): string {
    const typenames = repeat(knobs.typenames, () => `${nextName(knobs.nameLength)}: __typename`);
    const leaves = leaf === undefined ? [] : [leaf, ...repeat(knobs.aliases, () => `${nextName()}: ${leaf}`)];
    const selections = [...typenames, ...leaves, ...(child ? [print(child)] : [])].join(' ');
    const inner = field.name === '_entities' ? `... on SipLine { ${selections} }` : selections;
    const given = field.args.flatMap(({ name, type }) =>
      argument(field.name, name, String(type), type, knobs),
    );
    return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} { ${inner} }`;
  }

  function argument(
    field: string,
    name: string,
    typeName: string,
    type: GraphQLField<unknown, unknown>['args'][number]['type'],
    { first, text, list }: Record<Knob, number>,
  ): string[] {
    if (name === 'first') return [`first: ${first}`];
    if (name === 'filter' && text > 0) {
      // A text beside ids that match everything: the gateway drops what can be no id, and rows come all the same.
      const ids = [...repeat(199, (n) => String(n + 1)), 'x'.repeat(text)];
      const filter = field === 'sipLines' ? { configIds: ids } : { userIds: ids };
      return [`filter: ${variable(typeName, filter)}`];
    }
    if (name === 'representations') {
      return [
        `representations: ${variable(
          typeName,
          repeat(list, (n) => ({ __typename: 'SipLine', configId: n + 1 })),
        )}`,
      ];
    }
    if (!isNonNullType(type)) return [];
    const isList = isListType(type.ofType);
    return [`${name}: ${variable(typeName, isList ? repeat(Math.min(list, 200), (n) => n + 1) : '1')}`];
  }

  const fields = print(root);
  const declared = Array.from(variables, ([name, { type }]) => `$${name}: ${type}`).join(', ');
  return {
    query: `query ${declared && `(${declared})`} { ${fields} }`,
    variables: Object.fromEntries(Array.from(variables, ([name, { value }]) => [name, value])),
  };
}

function repeat<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
