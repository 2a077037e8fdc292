import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  GraphQLID,
  isInputObjectType,
  isInputType,
  isListType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { argumentValues, definitionsOf, typeAt } from './argument-values.ts';
import type { ArgumentPath, ArgumentProblem } from '../errors/argument-error.ts';
import { expectation, NO_SUCH_FIELD, required, ROUNDED_ID } from './problem-texts.ts';

/** A problem with an argument whose value comes from a variable. Contains paths and types, never the value. */
export interface VariableProblem extends ArgumentProblem {
  /** The variable's name. */
  readonly variable: string;
}

/** A problem with a variable's value. */
interface ValueProblem {
  /** The path within the value; empty for the value itself. */
  readonly path: ArgumentPath;
  readonly message: string;
}

/**
 * A hostile value can have as many problems as fit into a request. No one reads more than these, so the search for them
 * ends here: graphql-js creates an error for every problem, which takes most of a minute for a megabyte of wrong
 * values.
 */
export const MAX_PROBLEMS = 20;
const MAX_NAME_LENGTH = 50;

/**
 * Validates the variables of an operation as graphql-js would, but without quoting them: its own message prints the
 * whole rejected value. A problem is reported at every argument that uses the variable.
 */
export function checkVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): VariableProblem[] {
  const wrong = wrongVariables(schema, operation, variables);
  // The uses of a variable matter only if it has a problem.
  return wrong.size === 0 ? [] : atTheirUses(schema, document, operation, wrong);
}

function wrongVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Map<string, readonly ValueProblem[]> {
  const wrong = new Map<string, readonly ValueProblem[]>();
  let found = 0;
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) continue;
    const given = Object.hasOwn(variables, name);
    const problems = given || !defaultValue ? problemsOf(given ? variables[name] : undefined, type) : [];
    if (problems.length > 0) wrong.set(name, problems);
    found += problems.length;
    if (found >= MAX_PROBLEMS) break;
  }
  return wrong;
}

function problemsOf(input: unknown, type: GraphQLInputType): ValueProblem[] {
  const problems = coercionProblems(input, type);
  if (problems.length < MAX_PROBLEMS)
    problems.push(...roundedIds(input, type).map((path) => ({ path, message: ROUNDED_ID })));
  return problems.slice(0, MAX_PROBLEMS);
}

/** Only an exception ends the coercion early. */
class EnoughProblems extends Error {}

/** What graphql-js rejects in a value, up to the problem that reaches MAX_PROBLEMS. */
function coercionProblems(input: unknown, type: GraphQLInputType): ValueProblem[] {
  const problems: ValueProblem[] = [];
  const objects = new Set<string>();
  const note = (path: ArgumentPath, value: unknown): void => {
    const expected = typeAt(type, path) ?? type;
    const named = getNamedType(expected);
    if (!isInputObjectType(named) || typeof value !== 'object' || value === null || Array.isArray(value)) {
      const isMissing = value === null || value === undefined;
      problems.push({ path, message: isMissing ? required(expected) : expectation(expected) });
      return;
    }
    // graphql-js reports missing and unknown fields separately, but all at the object's path.
    const key = JSON.stringify(path);
    if (!objects.has(key)) problems.push(...fieldProblems(named, value, path));
    objects.add(key);
  };
  try {
    const noteUpToLimit = (path: ArgumentPath, value: unknown): void => {
      note(path, value);
      if (problems.length >= MAX_PROBLEMS) throw new EnoughProblems();
    };
    coerceInputValue(input, type, noteUpToLimit, true);
  } catch (error) {
    if (!(error instanceof EnoughProblems)) throw error;
  }
  return problems;
}

/**
 * Where ids stand that JSON gave as numbers beyond 2^53, so that reading them has made other ids of them. A write would
 * reach another line, so they are refused; graphql-js takes every integer for an id.
 */
function roundedIds(value: unknown, type: GraphQLInputType, path: ArgumentPath = []): ArgumentPath[] {
  const of = getNullableType(type);
  if (isListType(of)) {
    if (!Array.isArray(value)) return roundedIds(value, of.ofType, path);
    return value.flatMap((entry, index) => roundedIds(entry, of.ofType, [...path, index]));
  }
  if (isInputObjectType(of)) {
    if (typeof value !== 'object' || value === null) return [];
    const given = value as Readonly<Record<string, unknown>>;
    return Object.values(of.getFields()).flatMap(({ name, type: ofField }) =>
      Object.hasOwn(given, name) ? roundedIds(given[name], ofField, [...path, name]) : [],
    );
  }
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return of === GraphQLID && isRounded ? [path] : [];
}

/** A problem for each missing field of an object, then for each unknown one. */
function fieldProblems(type: GraphQLInputObjectType, value: object, path: ArgumentPath): ValueProblem[] {
  const fields = type.getFields();
  const given = value as Readonly<Record<string, unknown>>;
  const missing = Object.values(fields)
    .filter((field) => isRequiredInputField(field) && given[field.name] === undefined)
    .map((field) => ({ path: [...path, field.name], message: required(field.type) }));
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(fields, name))
    .slice(0, MAX_PROBLEMS)
    .map((name) => ({ path: [...path, shorten(name)], message: NO_SUCH_FIELD }));
  return [...missing, ...unknown];
}

function shorten(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}

function atTheirUses(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  wrong: ReadonlyMap<string, readonly ValueProblem[]>,
): VariableProblem[] {
  const uses = argumentValues(schema, definitionsOf(document, operation));
  const distinct = new Map<string, VariableProblem>();
  for (const [variable, ofValue] of wrong) {
    const own = uses.filter(({ node }) => node.kind === Kind.VARIABLE && node.name.value === variable);
    const ofFields = own.filter(({ ofField }) => ofField);
    // A directive is reported only if no field uses the variable.
    const places = (ofFields.length > 0 ? ofFields : own).map(({ argument }) => argument);
    for (const { path, message } of ofValue) {
      for (const place of places) {
        if (distinct.size >= MAX_PROBLEMS) return [...distinct.values()];
        const problem = { argument: [...place, ...path], message, variable };
        // Several fields may use the same variable at the same path.
        const key = JSON.stringify([problem.argument, message]);
        distinct.set(key, problem);
      }
    }
  }
  return [...distinct.values()];
}
