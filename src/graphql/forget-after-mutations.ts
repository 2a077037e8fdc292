import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';
import { clearLoaders } from './loaders.ts';

/**
 * Makes every mutation clear the loaders of its request when it is done: earlier reads may be stale, even after a
 * mutation that failed.
 */
export function forgetAfterMutations(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
    field.resolve = async (source, args, context: GatewayContext, info): Promise<unknown> => {
      try {
        return await resolve(source, args, context, info);
      } finally {
        clearLoaders(context.loaders);
      }
    };
  }
  return schema;
}
