/**
 * Removes what was found from the message of a syntax error: graphql-js quotes a token of the document, as in
 * `Syntax Error: Expected Name, found String "hunter2".`
 */
export function syntaxErrorMessage(message: string): string {
  const expected = /^Syntax Error: (Expected [^,]+), found /.exec(message)?.[1];
  if (expected) return `Syntax Error: ${expected}.`;
  return SAFE_SYNTAX_ERRORS.test(message) ? message : 'Syntax Error: the document is not valid GraphQL.';
}

const SAFE_SYNTAX_ERRORS =
  /^Syntax Error: (Unterminated string\.|Document contains more tha[nt] \d+ tokens\. Parsing aborted\.|Unexpected <EOF>\.)$/;
