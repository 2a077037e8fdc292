import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** How long a browser may remember what a preflight request allowed, in seconds. */
const MAX_AGE_S = 600;

/** What clients of GraphQL send beside the operation: Apollo Client names itself, tracing passes its context. */
const REQUEST_HEADERS = [
  'content-type',
  'authorization',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'traceparent',
  'tracestate',
  'baggage',
  'x-bitrix24-portal',
  'x-bitrix24-token',
];

/**
 * Lets browser pages of these origins, such as `https://app.example.com`, send operations and read the responses.
 *
 * @param moreHeaders names of request headers that pages may send besides those of usual clients
 */
export async function registerCors(
  server: FastifyInstance,
  origins: readonly string[],
  moreHeaders: readonly string[],
): Promise<void> {
  if (origins.length === 0) return;
  await server.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: [...REQUEST_HEADERS, ...moreHeaders],
    exposedHeaders: ['x-request-id', 'retry-after', 'idempotency-replayed'],
    maxAge: MAX_AGE_S,
  });
}
