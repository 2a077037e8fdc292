import { isIntrospectionType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './context.ts';

/** Makes every field with a resolver of its own run as part of the trace of its request, where there is one. */
export function traceFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (isIntrospectionType(type)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      if (field.resolve) field.resolve = traced(field.resolve, `${type.name}.${name}`);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

function traced(resolve: Resolver, name: string): Resolver {
  return (source, args, context, info): unknown => {
    if (!context.trace) return resolve(source, args, context, info);
    let { path } = info;
    while (path.prev) path = path.prev;
    return context.trace.within({ key: String(path.key), name }, () => resolve(source, args, context, info));
  };
}
