import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { readPackageFile } from '../config/package-file.ts';
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
  const typeDefs = gql(readPackageFile('schema.graphql'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...resolvers } }]);
  const checked = enforceScopes(
    recordAuditTrail(refuseLateWrites(forgetAfterMutations(schema), hasTimeForWrite)),
  );
  return guardFields(isTraced ? traceFields(checked) : checked);
}
