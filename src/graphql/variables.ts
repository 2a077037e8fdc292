import {
  coerceInputValue,
  getNamedType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { expectation } from './request-errors.ts';

/** Something wrong with a variable. Names variable, field and type, never the value. */
export interface VariableProblem {
  readonly argument: readonly (string | number)[];
  readonly message: string;
}

/**
 * Checks the variables of an operation as graphql-js would, but without quoting them: its own message prints the whole
 * rejected value.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): VariableProblem[] {
  return (operation.variableDefinitions ?? []).flatMap(({ variable, type: typeNode, defaultValue }) => {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) return [];
    if (!Object.hasOwn(variables, name)) {
      return isNonNullType(type) && !defaultValue
        ? [{ argument: [name], message: `A value of type ${String(type)} is required.` }]
        : [];
    }
    return problemsOf(variables[name], type).map(({ argument, message }) => ({
      argument: [name, ...argument],
      message,
    }));
  });
}

function problemsOf(input: unknown, type: GraphQLInputType): VariableProblem[] {
  const problems = new Map<string, VariableProblem>();
  const note = (path: readonly (string | number)[], value: unknown) => {
    // graphql-js reports each unknown field of an object by itself; here one sentence names them together.
    const key = JSON.stringify(path);
    if (problems.size >= MAX_PROBLEMS || problems.has(key)) return;
    problems.set(key, { argument: path, message: whatIsWrong(typeAt(type, path), value) });
  };
  coerceInputValue(input, type, note, true);
  return [...problems.values()];
}

/** A hostile value can be wrong in as many places as fit into a request; nobody reads more than these. */
const MAX_PROBLEMS = 20;
const MAX_NAMES = 10;
const MAX_NAME_LENGTH = 50;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => name.slice(0, MAX_NAME_LENGTH));
  return `${shown.join(', ')}${names.length > MAX_NAMES ? ', …' : ''}`;
}

function whatIsWrong(type: GraphQLInputType | undefined, value: unknown): string {
  if (!type) return 'Not a field of this input.';
  if (value === null || value === undefined) return `A value of type ${String(type)} is required.`;
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== 'object' || Array.isArray(value))
    return expectation(type);
  // graphql-js reports a missing and an unknown field at the object that should or should not have it.
  const fields = named.getFields();
  const unknown = Object.keys(value).filter((field) => !Object.hasOwn(fields, field));
  const missing = Object.values(fields)
    .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
    .filter((field) => (value as Record<string, unknown>)[field.name] === undefined)
    .map((field) => field.name);
  return [
    missing.length > 0 ? `Missing: ${list(missing)}.` : '',
    unknown.length > 0 ? `Not fields of ${named.name}: ${list(unknown)}.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** The type at a path within a value of `type`; undefined where the schema has none. */
function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType | undefined {
  let current: GraphQLInputType | undefined = type;
  for (const step of path) {
    const nullable: GraphQLInputType | undefined =
      current && isNonNullType(current) ? current.ofType : current;
    if (typeof step === 'number') current = nullable && isListType(nullable) ? nullable.ofType : undefined;
    else {
      const named: unknown = nullable && getNamedType(nullable);
      current = isInputObjectType(named) ? named.getFields()[step]?.type : undefined;
    }
  }
  return current;
}
