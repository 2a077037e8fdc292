import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { badUserInput, clientError, type ClientError } from '../errors/client-error.ts';
import { tooMuchHeld } from '../errors/too-much-held.ts';

/** Errors of operations that are refused before any part of them is executed, with their HTTP status. */

export function badRepresentations(message: string): GraphQLError {
  return refusal(badUserInput([{ argument: ['representations'], message }], { message }), 400);
}

export function tooCostly(cost: number, limit: number): GraphQLError {
  return refusal(clientError('OPERATION_TOO_COSTLY', {}, { cost, limit }), 400);
}

export function overloaded(): GraphQLError {
  const error = tooMuchHeld();
  const headers = new HeaderMap([['retry-after', String(error.extensions.retryAfterMs / 1000)]]);
  return refusal(error, 503, headers);
}

function refusal(
  { message, extensions }: ClientError,
  status: number,
  headers = new HeaderMap(),
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, http: { status, headers } } });
}
