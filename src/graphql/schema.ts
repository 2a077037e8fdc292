import { addResolversToSchema } from '@apollo/subgraph/dist/schema-helper/buildSchemaFromSDL.js';
import { entitiesResolver } from '@apollo/subgraph/dist/types.js';
import { buildASTSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { SUBGRAPH_SDL } from './__generated__/subgraph-sdl.ts';
import { guardFields } from './demand-control/guard-fields.ts';
import { enforceScopes } from './enforce-scopes.ts';
import { forgetAfterMutations } from './forget-after-mutations.ts';
import { honorIdempotencyKeys } from './honor-idempotency-keys.ts';
import type { RunKeyed } from './idempotency/run-keyed.ts';
import { recordAuditTrail } from './record-audit-trail.ts';
import { refuseLateWrites } from './refuse-late-writes.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { traceFields } from './trace-fields.ts';

export interface SchemaOptions {
  /** See `refuseLateWrites`. */
  readonly hasTimeForWrite: () => boolean;
  readonly runKeyed: RunKeyed;
  /** Whether requests may have traces. */
  readonly isTraced?: boolean;
}

/** The executable schema: the contract in `schema.graphql` with its resolvers. Without options, it is only to be read. */
export function createSchema(options: SchemaOptions = NOT_EXECUTED): GraphQLSchema {
  const { hasTimeForWrite, runKeyed, isTraced = false } = options;
  // From the innermost to the outermost. A field with a key may have waited before it is executed. What a caller may
  // not do leaves a trail too.
  const executed = refuseLateWrites(forgetAfterMutations(createSubgraph()), hasTimeForWrite);
  const checked = recordAuditTrail(enforceScopes(honorIdempotencyKeys(executed, runKeyed)));
  return guardFields(isTraced ? traceFields(checked) : checked);
}

const NOT_EXECUTED: SchemaOptions = {
  hasTimeForWrite: () => true,
  runKeyed: () => Promise.reject(new Error('this schema is not for execution')),
};

const SUBGRAPH = gql(SUBGRAPH_SDL);

/** What `buildSubgraphSchema` returns, from the text that it was made into when the contract last changed. */
function createSubgraph(): GraphQLSchema {
  const schema = buildASTSchema(SUBGRAPH, { assumeValid: true, assumeValidSDL: true });
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
