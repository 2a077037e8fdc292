import { isUnionType, type GraphQLSchema } from 'graphql';
import { entityTypesIn } from './entity-types.ts';
import type { OperationFormula } from './formula.ts';
import { inputsOf } from './inputs.ts';

/** The most entities that one selection of `_entities` may ask for. */
export const MAX_REPRESENTATIONS = 1_000;

/**
 * What is wrong with the representations that a router sends, in a sentence that quotes none of them; undefined if
 * nothing is. The subgraph library would find it out one representation after another, while it executes.
 */
export function problemOfRepresentations(
  schema: GraphQLSchema,
  { operation, representations }: OperationFormula,
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  if (representations.length === 0) return undefined;
  const types = entityTypes(schema);
  const inputs = inputsOf(operation, variables);
  for (const { given } of representations) {
    const named = entityTypesIn(given && inputs.valueOf(given.value));
    if (named.length > MAX_REPRESENTATIONS) return `Ask for at most ${MAX_REPRESENTATIONS} entities at once.`;
    if (!named.every((type) => types.includes(type ?? ''))) {
      return `Every representation must name an entity type of this subgraph: ${types.join(', ')}.`;
    }
  }
  return undefined;
}

function entityTypes(schema: GraphQLSchema): string[] {
  const union = schema.getType('_Entity');
  return isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
}
