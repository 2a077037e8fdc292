import { getNamedType, isObjectType, type GraphQLField } from 'graphql';
import { describe, expect, it } from 'vitest';
import { resolvers } from '../../src/graphql/resolvers/resolvers.ts';
import { createSchema } from '../../src/graphql/schema.ts';

const schema = createSchema();
const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {})
    // Federation adds its own.
    .filter(({ name }) => !name.startsWith('_'))
    .map((field) => ({ coordinate: `${type?.name ?? ''}.${field.name}`, field })),
);

function requiresScopes({ astNode, type }: GraphQLField<unknown, unknown>): boolean {
  const returned = getNamedType(type);
  const nodes = [astNode, isObjectType(returned) ? returned.astNode : undefined];
  return nodes.some((node) => node?.directives?.some(({ name }) => name.value === 'requiresScopes'));
}

describe('every root field', () => {
  it('requires a scope', () => {
    const open = fields.filter(({ field }) => !requiresScopes(field));
    expect(open.map(({ coordinate }) => coordinate)).toEqual([]);
  });

  it('has a resolver; without one it would always be null', () => {
    const declared = [
      ...Object.keys(resolvers.Query ?? {}).map((name) => `Query.${name}`),
      ...Object.keys(resolvers.Mutation ?? {}).map((name) => `Mutation.${name}`),
    ];
    expect(declared.toSorted()).toEqual(fields.map(({ coordinate }) => coordinate).toSorted());
  });
});
