import { addResolversToSchema } from '@apollo/subgraph/dist/schema-helper/buildSchemaFromSDL.js';
import { entitiesResolver } from '@apollo/subgraph/dist/types.js';
import { buildASTSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { SUBGRAPH_SDL } from './__generated__/subgraph-sdl.ts';
import { guardFields } from './demand-control/guard-fields.ts';
import { enforceScopes } from './enforce-scopes.ts';
import { forgetAfterMutations } from './forget-after-mutations.ts';
import { recordAuditTrail } from './record-audit-trail.ts';
import { refuseLateWrites } from './refuse-late-writes.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { traceFields } from './trace-fields.ts';

/**
 * The executable schema: the contract in `schema.graphql` with its resolvers.
 *
 * @param hasTimeForWrite see `refuseLateWrites`
 * @param isTraced whether requests may have traces
 */
export function createSchema(hasTimeForWrite: () => boolean = () => true, isTraced = false): GraphQLSchema {
  const checked = enforceScopes(
    recordAuditTrail(refuseLateWrites(forgetAfterMutations(createSubgraph()), hasTimeForWrite)),
  );
  return guardFields(isTraced ? traceFields(checked) : checked);
}

/** What `buildSubgraphSchema` returns, from the text that it was made into when the contract last changed. */
function createSubgraph(): GraphQLSchema {
  const schema = buildASTSchema(gql(SUBGRAPH_SDL), { assumeValid: true, assumeValidSDL: true });
  addResolversToSchema(schema, { Query: { _service: () => ({ sdl: SUBGRAPH_SDL }), _entities }, _Entity });
  addResolversToSchema(schema, { ...resolvers });
  return schema;
}

const _entities: GraphQLFieldResolver<unknown, unknown, Representations> = (
  _source,
  { representations },
  context,
  info,
): unknown => entitiesResolver({ representations, context, info });

const _Entity = { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename };

interface Representations {
  readonly representations: unknown[];
}
