import { isUnionType, type GraphQLSchema } from 'graphql';
import { entityTypesIn } from './entity-types.ts';
import type { OperationFormula } from './formula.ts';
import { inputsOf } from './inputs.ts';

/** The maximum number of entities in one selection of `_entities`. */
export const MAX_REPRESENTATIONS = 1_000;

/**
 * Describes what is wrong with a router's representations, without quoting them; undefined if they are valid. The
 * subgraph library would report them one by one, during execution.
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
    if (named.length > MAX_REPRESENTATIONS) return `Request at most ${MAX_REPRESENTATIONS} entities at once.`;
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
