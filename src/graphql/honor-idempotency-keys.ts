import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';
import { keyedField } from './idempotency/keyed-fields.ts';
import { keyIn, type RunKeyed } from './idempotency/run-keyed.ts';

/** Makes every mutation that is sent with an idempotency key run at most once for it. */
export function honorIdempotencyKeys(schema: GraphQLSchema, runKeyed: RunKeyed): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const mutation = keyedField(field.name);
    const resolve: GraphQLFieldResolver<unknown, GatewayContext> = field.resolve ?? defaultFieldResolver;
    field.resolve = async (
      source,
      given: Record<string, unknown>,
      context: GatewayContext,
      info,
    ): Promise<unknown> => {
      const { idempotencyKey, ...args } = given;
      const key = keyIn(idempotencyKey);
      const execute = async (these: unknown): Promise<unknown> => await resolve(source, these, context, info);
      if (key === undefined) return execute(args);
      const onReplayed = () => context.audit.replayed.add(String(info.path.key));
      return runKeyed({ field: field.name, key, args, context, mutation, execute, onReplayed });
    };
  }
  return schema;
}
