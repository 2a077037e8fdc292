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
import { createCountAnswer, type CountAnswer } from './answer-size.ts';
import type { OperationRun } from './operation-run.ts';
import type { StoppedError } from './stopped-error.ts';

/**
 * Makes every field count what it returns, and not execute once its operation has been stopped, because graphql-js
 * itself cannot be stopped. The fields of `Mutation` are exempt: each one is executed and reports its outcome.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const countAnswerOf = createCountAnswer();
  const located = new WeakMap<StoppedError, Map<string | number, GraphQLError>>();

  // One error for everything left of a root field: a stack per field would cost as much as stopping saves.
  function errorIfStopped(
    run: OperationRun,
    { path, fieldNodes }: GraphQLResolveInfo,
  ): GraphQLError | undefined {
    const stopped = run.stopped();
    if (!stopped) return undefined;
    const errors = located.get(stopped) ?? new Map<string | number, GraphQLError>();
    located.set(stopped, errors);
    const root = rootOf(path);
    const error = errors.get(root) ?? locatedError(stopped, fieldNodes, responsePathAsArray(path));
    errors.set(root, error);
    return error;
  }

  function errorOf(error: unknown, run: OperationRun, info: GraphQLResolveInfo): unknown {
    run.count('errors', 1);
    return errorIfStopped(run, info) ?? error;
  }

  /** A list entry may reject, or be an error, without its field failing. */
  function entry(each: unknown, run: OperationRun, info: GraphQLResolveInfo): unknown {
    if (each instanceof Promise) {
      return each.catch((error: unknown) => {
        throw errorOf(error, run, info);
      });
    }
    return each instanceof Error ? errorOf(each, run, info) : each;
  }

  function counted(value: unknown, run: OperationRun, info: GraphQLResolveInfo, count: CountAnswer): unknown {
    count(run, value, info);
    const stopped = errorIfStopped(run, info);
    if (stopped) {
      abandon(value);
      throw stopped;
    }
    return Array.isArray(value) ? value.map((each) => entry(each, run, info)) : entry(value, run, info);
  }

  // Called for every field of every row, so it creates functions only for fields that have to wait.
  function guard(resolve: Resolver, count: CountAnswer): Resolver {
    return (source, args, context, info): unknown => {
      const { run } = context;
      const stopped = errorIfStopped(run, info);
      if (stopped) throw stopped;
      let value: unknown;
      try {
        value = resolve(source, args, context, info);
      } catch (error) {
        throw errorOf(error, run, info);
      }
      if (typeof value !== 'object' || value === null) {
        count(run, value, info);
        const late = errorIfStopped(run, info);
        if (late) throw late;
        return value;
      }
      if (!(value instanceof Promise)) return counted(value, run, info, count);
      return value.then(
        (each) => counted(each, run, info, count),
        (error: unknown) => {
          throw errorOf(error, run, info);
        },
      );
    };
  }

  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (isIntrospectionType(type) || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = guard(field.resolve ?? defaultFieldResolver, countAnswerOf(field.type));
    }
  }
  return schema;
}

/** Entries that reject when nothing awaits them anymore would crash the process. */
function abandon(value: unknown): void {
  if (!Array.isArray(value)) return;
  for (const each of value) if (each instanceof Promise) each.catch(() => undefined);
}

function rootOf({ prev, key }: GraphQLResolveInfo['path']): string | number {
  return prev ? rootOf(prev) : key;
}

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;
