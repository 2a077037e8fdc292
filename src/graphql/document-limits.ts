import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, TokenKind, type ValidationContext, type ValidationRule } from 'graphql';

/** The maximum number of tokens in a document: parsing stops there. */
export const MAX_TOKENS = 5_000;

/** Aliases multiply calls to a portal that allows two per second; 30 is more than a user interface needs. */
const MAX_ALIASES = 30;
const MAX_DEPTH = 12;
const MAX_DIRECTIVES = 50;

/** The parser does not count them as tokens, but each takes as much memory. */
const MAX_COMMENTS = 1_000;

/** Limits on the shape of an operation, checked before anything is executed. */
export const DOCUMENT_LIMITS: readonly ValidationRule[] = [
  maxAliasesRule({ n: MAX_ALIASES, ...reportInsteadOfThrow() }),
  maxDepthRule({ n: MAX_DEPTH, ...reportInsteadOfThrow() }),
  maxDirectivesRule({ n: MAX_DIRECTIVES, ...reportInsteadOfThrow() }),
  maxComments,
];

function maxComments(context: ValidationContext) {
  let comments = 0;
  for (let token = context.getDocument().loc?.startToken; token; token = token.next ?? undefined)
    if (token.kind === TokenKind.COMMENT) comments += 1;
  if (comments > MAX_COMMENTS)
    context.reportError(new GraphQLError(`The document has more than ${MAX_COMMENTS} comments.`));
  return {};
}

// If a visitor threw the error, validation would fail as a server error.
function reportInsteadOfThrow() {
  return {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) => {
        context?.reportError(error);
      },
    ],
  };
}
