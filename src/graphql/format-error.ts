import {
  ApolloServerErrorCode,
  ApolloServerValidationErrorCode,
  unwrapResolverError,
} from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { isRejectedArgument } from './arguments/rejected-argument.ts';
import { StoppedError } from './demand-control/stopped-error.ts';
import type { ArgumentPath, ArgumentProblem } from './errors/argument-error.ts';
import { badRequestMessage } from './errors/bad-request.ts';
import { badUserInput, type ClientError } from './errors/client-error.ts';
import { stoppedOperation } from './demand-control/stopped-operation.ts';
import { syntaxErrorMessage } from './errors/syntax-error-message.ts';
import { translateError } from './errors/translate.ts';
import { validationErrorMessage } from './errors/validation-error-message.ts';

const {
  BAD_REQUEST,
  BAD_USER_INPUT,
  GRAPHQL_PARSE_FAILED,
  GRAPHQL_VALIDATION_FAILED,
  INTERNAL_SERVER_ERROR,
  OPERATION_RESOLUTION_FAILURE,
} = ApolloServerErrorCode;

/**
 * Codes of requests that are never executed. They stay as they are; their messages are cleaned where they are created.
 */
const REQUEST_CODES = new Set<unknown>([
  ...Object.values(ApolloServerErrorCode),
  'SHUTTING_DOWN',
  'OPERATION_TOO_COSTLY',
  'RATE_LIMITED',
]);

/** An error may concern thousands of places, such as every argument with the same name. */
const MAX_LOCATIONS = 20;

/**
 * The single place that decides what a client sees in an error, in production and in tests. A message is returned only
 * if it was written in this project or is known not to quote a value.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations, extensions } = formatted;
  const code = extensions?.['code'];
  const neverExecuted = path === undefined && REQUEST_CODES.has(code) && code !== INTERNAL_SERVER_ERROR;
  const shown = neverExecuted ? requestError(formatted) : executionError(error);
  return {
    message: shown.message,
    ...(locations && { locations: locations.slice(0, MAX_LOCATIONS) }),
    ...(path && { path }),
    extensions: { ...shown.extensions },
  };
}

/** True for an error caused by neither the client nor the portal, which the operator should investigate. */
export function isOwnFault(error: GraphQLError): boolean {
  if (error.path === undefined && error.extensions['code'] !== undefined) return false;
  return executionError(error).extensions.code === 'INTERNAL_SERVER_ERROR';
}

function requestError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { extensions = {} } = formatted;
  // Without our problems, the message is from graphql-js, which quotes the value.
  return extensions['code'] === BAD_USER_INPUT && extensions['problems'] === undefined
    ? badUserInput([{ argument: [], message: VARIABLES_DO_NOT_MATCH }], { message: VARIABLES_DO_NOT_MATCH })
    : { message: requestErrorMessage(formatted), extensions: { ...extensions } };
}

const VARIABLES_DO_NOT_MATCH = 'The variables do not match the operation.';

function requestErrorMessage({ message, extensions }: GraphQLFormattedError): string {
  switch (extensions?.['code']) {
    case BAD_REQUEST:
      return badRequestMessage(message);
    case GRAPHQL_PARSE_FAILED:
      return syntaxErrorMessage(message);
    case GRAPHQL_VALIDATION_FAILED:
      return extensions['validationErrorCode'] === ApolloServerValidationErrorCode.INTROSPECTION_DISABLED
        ? 'Introspection is disabled in production. Routers can still read the schema with "_service".'
        : validationErrorMessage(message);
    case OPERATION_RESOLUTION_FAILURE:
      return 'The document has no operation with this name, or it has several and the request names none.';
    default:
      return message;
  }
}

function executionError(error: unknown): ClientError {
  // The plugin that knows the variables sets the problems.
  if (isRejectedArgument(error))
    return badUserInput((error.extensions['problems'] ?? []) as readonly ArgumentProblem[]);
  const original = unwrapResolverError(error);
  return original instanceof StoppedError
    ? stoppedOperation(original)
    : translateError(original, inputOf(error));
}

/** The argument that contains the failed field's input fields: `input`, if it has one. */
function inputOf(error: unknown): ArgumentPath {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  const takesInput =
    node?.kind === Kind.FIELD && node.arguments?.some(({ name }) => name.value === 'input') === true;
  return takesInput ? ['input'] : [];
}
