import { GraphQLError, TokenKind, type ASTVisitor, type DocumentNode, type ValidationContext } from 'graphql';
import { MAX_COMPARISONS, tooManyComparisons } from './field-comparisons.ts';
import { endlessFragment } from './fragment-cycles.ts';

/** The parser does not count them as tokens, but each takes as much memory. */
const MAX_COMMENTS = 1_000;

/** Each of many errors may quote the same name. */
const MAX_NAME_LENGTH = 10_000;

/** The place of every error is found by counting lines. Documents with as many tokens and comments as allowed have fewer. */
const MAX_LINES = 6_000;

/**
 * Refuses documents whose validation or errors would take much more time or memory than the documents themselves. It does
 * so in linear time, before the other rules begin.
 */
export function refuseCostlyDocuments(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const problem = problemOf(document);
      if (problem === undefined) return;
      // Nothing but the maximum number of errors ends validation. `validationErrors` removes the copies.
      for (;;) context.reportError(problem);
    },
  };
}

function problemOf(document: DocumentNode): GraphQLError | undefined {
  return problemOfText(document) ?? endlessFragment(document) ?? problemOfFields(document);
}

function problemOfText({ loc }: DocumentNode): GraphQLError | undefined {
  let comments = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) {
    if (token.kind === TokenKind.COMMENT) comments += 1;
    if (token.kind === TokenKind.NAME && token.value.length > MAX_NAME_LENGTH)
      return new GraphQLError(`The document has a name of more than ${MAX_NAME_LENGTH} characters.`);
  }
  if (comments > MAX_COMMENTS)
    return new GraphQLError(`The document has more than ${MAX_COMMENTS} comments.`);
  return (loc?.endToken.line ?? 0) > MAX_LINES
    ? new GraphQLError(`The document has more than ${MAX_LINES} lines.`)
    : undefined;
}

function problemOfFields(document: DocumentNode): GraphQLError | undefined {
  return tooManyComparisons(document)
    ? new GraphQLError(
        `The document selects fields under the same names too often: checking that they match takes more than ${MAX_COMPARISONS} steps. Select each field once, and spread fewer fragments.`,
      )
    : undefined;
}
