import {
  getNamedType,
  isInputObjectType,
  Kind,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { argumentValues, type ArgumentValue } from './argument-values.ts';
import { expectation, NO_SUCH_FIELD, required, requiredText } from './problem-texts.ts';
import type { ArgumentProblem } from '../errors/argument-error.ts';

/**
 * Makes the validation errors of a document safe to return. graphql-js quotes the literals that it rejects, so these
 * errors get our own message. Other errors only name parts of the schema and the document, and stay unchanged. An error
 * about a field's argument gets the `argument` and `problems` that clients know from `BAD_USER_INPUT`.
 */
export function cleanValidationErrors(
  errors: readonly GraphQLError[],
  schema: GraphQLSchema,
  document: DocumentNode,
): void {
  const places = new Map<ASTNode, ArgumentValue>(
    argumentValues(schema, [document]).map((value) => [value.node, value]),
  );
  for (const error of errors) {
    const node = error.nodes?.[0];
    if (node?.kind === Kind.FIELD) addProblem(error, missingArgument(error.message));
    if (!node || !VALUES.has(node.kind)) continue;
    const place = places.get(node);
    const { message, problem } = place ? explain(place, error.message) : { message: UNPLACED };
    error.message = message;
    if (place?.ofField) addProblem(error, problem);
  }
}

function addProblem({ extensions }: GraphQLError, problem: ArgumentProblem | undefined): void {
  if (problem) Object.assign(extensions, { argument: problem.argument, problems: [problem] });
}

/** The problem of an argument that a field lacks as a whole; only the message of graphql-js names it. */
function missingArgument(message: string): ArgumentProblem | undefined {
  const [, name, type] = /^Field .* argument "(\w+)" of type "(.+)" is required/.exec(message) ?? [];
  return name === undefined || type === undefined
    ? undefined
    : { argument: [name], message: requiredText(type) };
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

const UNPLACED = 'A value does not have the expected type.';

interface Explanation {
  readonly message: string;
  readonly problem?: ArgumentProblem;
}

function explain({ node, argument, type }: ArgumentValue, original: string): Explanation {
  // An object field is reported only if it is unknown, and an object only if a field is missing: both by name.
  if (node.kind === Kind.OBJECT_FIELD)
    return { message: original, problem: { argument, message: NO_SUCH_FIELD } };
  if (!type) return { message: UNPLACED, problem: { argument, message: UNPLACED } };
  const named = getNamedType(type);
  if (node.kind === Kind.OBJECT && isInputObjectType(named)) {
    const missing = /^Field "\w+\.(\w+)" of required type /.exec(original)?.[1] ?? '';
    const field = named.getFields()[missing];
    return field
      ? { message: original, problem: { argument: [...argument, missing], message: required(field.type) } }
      : { message: original };
  }
  return { message: expectation(type), problem: { argument, message: expectation(type) } };
}
