import {
  getNamedType,
  isInputObjectType,
  Kind,
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { argumentValues, type ArgumentValue } from '../arguments/argument-values.ts';
import { expectation, NO_SUCH_FIELD, required } from '../arguments/problem-texts.ts';
import type { ArgumentProblem } from './argument-error.ts';

/**
 * Makes the validation errors of a document fit to be shown. graphql-js quotes a literal that it rejects, so these get a
 * message of our own; errors about anything else name parts of the schema and of the document, and stay. An error about
 * an argument of a field gets the `argument` and `problems` that clients know from `BAD_USER_INPUT`.
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
    if (!node || !VALUES.has(node.kind)) continue;
    const place = places.get(node);
    const { message, problem } = place ? explain(place, error.message) : { message: UNPLACED };
    error.message = message;
    if (problem && place?.ofField)
      Object.assign(error.extensions, { argument: problem.argument, problems: [problem] });
  }
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

const UNPLACED = 'A value is not of the expected type.';

interface Explanation {
  readonly message: string;
  readonly problem?: ArgumentProblem;
}

function explain({ node, argument, type }: ArgumentValue, original: string): Explanation {
  // About a field of an object only that it is unknown is reported, about an object only what it lacks: by name.
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
