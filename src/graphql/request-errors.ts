import {
  getNamedType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isLeafType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/**
 * Messages for requests that never execute. graphql-js quotes what it rejects (a whole input object, password and all,
 * a token of the document), so its texts are replaced wherever they could hold a value; names of the schema, of
 * variables and of fields stay.
 */

/** "Syntax Error: Expected Name, found String "hunter2"." without what was found. */
export function syntaxErrorMessage(message: string): string {
  const expected = /^Syntax Error: (Expected [^,]+), found /.exec(message)?.[1];
  if (expected) return `Syntax Error: ${expected}.`;
  return SAFE_SYNTAX_ERRORS.test(message) ? message : 'Syntax Error: the document is not valid GraphQL here.';
}

const SAFE_SYNTAX_ERRORS =
  /^Syntax Error: (Unterminated string\.|Document contains more tha[nt] \d+ tokens\. Parsing aborted\.|Unexpected <EOF>\.)$/;

/** The message of a validation error, rewritten if it is about a literal value. */
export function validationErrorMessage(
  error: GraphQLError,
  schema: GraphQLSchema,
  document: DocumentNode,
): string {
  const node = error.nodes?.[0];
  if (!node || !isLiteral(node)) return error.message;
  const type = inputTypeAt(node, schema, document);
  if (!type) return 'A value is not of the expected type.';
  // About an object literal itself only missing fields are reported, by name.
  if (node.kind === Kind.OBJECT && isInputObjectType(getNamedType(type))) return error.message;
  return expectation(type);
}

function isLiteral(node: ASTNode): boolean {
  return LITERALS.has(node.kind);
}

const LITERALS: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

function inputTypeAt(
  target: ASTNode,
  schema: GraphQLSchema,
  document: DocumentNode,
): GraphQLInputType | undefined {
  const typeInfo = new TypeInfo(schema);
  let found: GraphQLInputType | null | undefined;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        if (node === target) found = typeInfo.getInputType();
      },
    }),
  );
  return found ?? undefined;
}

/** What a value of this type would be, such as `Expected one of CLOUD, OFFICE.` */
export function expectation(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (isEnumType(named)) {
    return `Expected one of ${named
      .getValues()
      .map((value) => value.name)
      .join(', ')}.`;
  }
  return isLeafType(named)
    ? `Expected a value of type ${String(type)}.`
    : `Expected an object of type ${named.name}.`;
}
