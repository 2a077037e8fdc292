import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';
import { clearLoaders } from './loaders.ts';

/**
 * Makes every mutation clear the loaders of its request once it is done: what was read before may no longer be true, and a
 * mutation that failed may have changed it too.
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
