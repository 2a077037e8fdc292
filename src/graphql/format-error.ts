import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { clientError, translateError } from './errors/translate.ts';
import { syntaxErrorMessage } from './request-errors.ts';

/** Codes of requests that never execute, which keep their code; their messages are cleaned where they are made. */
const REQUEST_CODES = new Set<unknown>(Object.values(ApolloServerErrorCode)).add('SHUTTING_DOWN');

/**
 * The one place that decides what a client reads in an error, the same in production and in tests. A message gets out
 * only if it was written in this project or is known not to quote a value.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const code = formatted.extensions?.['code'];
  if (path === undefined && REQUEST_CODES.has(code) && code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR) {
    const message =
      code === ApolloServerErrorCode.GRAPHQL_PARSE_FAILED
        ? syntaxErrorMessage(formatted.message)
        : formatted.message;
    return { message, ...where, extensions: { ...formatted.extensions } };
  }
  return isRejectedArgument(error)
    ? {
        ...where,
        ...clientError('BAD_USER_INPUT', {
          message: 'An argument has a value that its type does not allow.',
        }),
      }
    : { ...where, ...translateError(unwrapResolverError(error)) };
}

/** True for an error that is neither the client's nor the portal's, so that somebody should look at it. */
export function isOwnFault(error: GraphQLError): boolean {
  if (error.path === undefined && error.extensions['code'] !== undefined) return false;
  return (
    !isRejectedArgument(error) &&
    translateError(unwrapResolverError(error)).extensions.code === 'INTERNAL_SERVER_ERROR'
  );
}

// A variable that is null where the argument must not be is found only when the field is executed. graphql-js then
// prints the whole literal around it.
function isRejectedArgument(error: unknown): boolean {
  const original = unwrapResolverError(error);
  const kind = original instanceof GraphQLError ? original.nodes?.[0]?.kind : undefined;
  return kind !== undefined && kind !== Kind.FIELD;
}
