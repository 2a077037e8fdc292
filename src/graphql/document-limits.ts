import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { refuseCostlyDocuments } from './costly-documents.ts';

/** The maximum number of tokens in a document: parsing stops there. */
export const MAX_TOKENS = 5_000;

/** Aliases multiply calls to a portal that allows two per second; 30 is more than a user interface needs. */
const MAX_ALIASES = 30;
const MAX_DEPTH = 12;
const MAX_DIRECTIVES = 50;

/** Limits on the shape of an operation, checked before anything is executed. */
export const DOCUMENT_LIMITS: readonly ValidationRule[] = [
  refuseCostlyDocuments,
  maxAliasesRule({ n: MAX_ALIASES, ...reportInsteadOfThrow() }),
  maxDepthRule({ n: MAX_DEPTH, ...reportInsteadOfThrow() }),
  maxDirectivesRule({ n: MAX_DIRECTIVES, ...reportInsteadOfThrow() }),
];

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
