import {
  defaultFieldResolver,
  Kind,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { GatewayContext } from './context.ts';
import { ShuttingDownError } from './errors/argument-error.ts';

/**
 * Refuses the fields of `Mutation` that come up when the gateway stops and may not have the time for them: the fields
 * of a mutation run one after another, and a write that was sent must not be cut.
 *
 * @param hasTimeForWrite whether a write that starts now can end, and be settled, before the process does
 */
export function refuseLateWrites(schema: GraphQLSchema, hasTimeForWrite: () => boolean): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context: GatewayContext, info): unknown => {
      if (!hasTimeForWrite()) throw new ShuttingDownError(isOnlyField(info));
      return resolve(source, args, context, info);
    };
  }
  return schema;
}

/** A field with a key may come up late although it is the only one: it has waited for an operation with the same key. */
function isOnlyField({ operation }: GraphQLResolveInfo): boolean {
  const { selections } = operation.selectionSet;
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD;
}
