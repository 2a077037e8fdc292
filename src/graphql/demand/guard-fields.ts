import {
  defaultFieldResolver,
  isIntrospectionType,
  isObjectType,
  locatedError,
  responsePathAsArray,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { OperationRun } from './operation-run.ts';
import type { StoppedError } from './stopped-error.ts';

/**
 * Makes every field count what it returns, and execute no more once its operation was stopped: graphql-js cannot be
 * told to stop. The fields of `Mutation` are exempt: each of them is done, and says what became of it.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const located = new WeakMap<StoppedError, Map<string | number, GraphQLError>>();

  // One error for all that is left of a root field: a stack for each of its fields would take what the stop spares.
  function refuseIfStopped(run: OperationRun, { path, fieldNodes }: GraphQLResolveInfo): void {
    const stopped = run.stopped();
    if (!stopped) return;
    const errors = located.get(stopped) ?? new Map<string | number, GraphQLError>();
    located.set(stopped, errors);
    const root = rootOf(path);
    const error = errors.get(root) ?? locatedError(stopped, fieldNodes, responsePathAsArray(path));
    errors.set(root, error);
    throw error;
  }

  function guard(resolve: Resolver): Resolver {
    return (source, args, context, info): unknown => {
      const { run } = context;
      const counted = (value: unknown): unknown => {
        run.count('values', 1);
        run.count('characters', lengthOfTexts(value));
        refuseIfStopped(run, info);
        return value;
      };
      const failed = (error: unknown): never => {
        run.count('errors', 1);
        refuseIfStopped(run, info);
        throw error;
      };
      refuseIfStopped(run, info);
      try {
        const value = resolve(source, args, context, info);
        return value instanceof Promise ? value.then(counted, failed) : counted(value);
      } catch (error) {
        return failed(error);
      }
    };
  }

  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (isIntrospectionType(type) || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = guard(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

function rootOf({ prev, key }: GraphQLResolveInfo['path']): string | number {
  return prev ? rootOf(prev) : key;
}

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

function lengthOfTexts(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.reduce<number>((sum, each) => sum + lengthOfTexts(each), 0) : 0;
}
