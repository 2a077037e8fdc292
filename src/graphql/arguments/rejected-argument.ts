import { GraphQLError, isNonNullType, Kind, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ArgumentProblem } from '../errors/argument-error.ts';
import { argumentValues, partsOf } from './argument-values.ts';
import { MAX_PROBLEMS } from './check-variables.ts';
import { required } from './problem-texts.ts';

/**
 * Whether graphql-js rejected an argument during execution, as opposed to a field that failed. Only a null variable in
 * place of a non-null value gets that far; the error message quotes the whole literal around it.
 */
export function isRejectedArgument(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  // An argument of a directive at the operation's root has no path. Neither has an error of validation, but that has a
  // code.
  if (error.path === undefined && error.extensions['code'] !== undefined) return false;
  const kind = error.nodes?.[0]?.kind;
  return kind !== undefined && kind !== Kind.FIELD && kind !== Kind.OPERATION_DEFINITION;
}

/** The problems of a rejected argument: one for each path in it that got null from a variable, up to MAX_PROBLEMS. */
export function rejectedArgumentProblems(
  error: GraphQLError,
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): ArgumentProblem[] {
  const rejected = argumentValues(schema, [document]).find(({ node }) => node === error.nodes?.[0]);
  const problems = (rejected ? partsOf(rejected) : []).flatMap(({ node, argument, type }) =>
    node.kind === Kind.VARIABLE && variables[node.name.value] === null && isNonNullType(type)
      ? [{ argument, message: required(type) }]
      : [],
  );
  return problems.slice(0, MAX_PROBLEMS);
}
