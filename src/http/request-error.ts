import type { FastifyInstance, FastifyReply } from 'fastify';
import { clientError, type ClientError } from '../graphql/errors/client-error.ts';
import { describeFault, type Logger } from '../observability/logger.ts';
import { RequestLimitError } from './request-limit.ts';

/** Answers a request that never became an operation, in the shape a GraphQL client understands. */
export function sendRequestError(reply: FastifyReply, status: number, message: string): void {
  const requestId = reply.request.id;
  void reply.code(status).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST', requestId } }] });
}

/** Answers a request that never became an operation with one of our own codes. */
export function sendClientError(
  reply: FastifyReply,
  status: number,
  { message, extensions }: ClientError,
): void {
  const requestId = reply.request.id;
  void reply.code(status).send({ errors: [{ message, extensions: { ...extensions, requestId } }] });
}

const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the operation with "Content-Type: application/json".',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body of the request is too large.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body of the request is empty.',
};

/** Fixed texts for whatever HTTP can get wrong: messages of parsers quote the body, and with it passwords. */
export function registerErrorHandlers(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof RequestLimitError) {
      sendClientError(reply, 429, tooManyRequests(error));
      return;
    }
    const status = error.statusCode ?? 500;
    if (status < 500) {
      sendRequestError(
        reply,
        status,
        MESSAGES[error.code ?? ''] ?? 'The body of the request is not valid JSON.',
      );
      return;
    }
    logger.error({ requestId: request.id, ...describeFault(error) }, 'the gateway failed');
    sendClientError(reply, 500, clientError('INTERNAL_SERVER_ERROR'));
  });
  server.setNotFoundHandler((_request, reply) => {
    sendRequestError(reply, 404, 'There is nothing here. The GraphQL endpoint is /graphql.');
  });
}

function tooManyRequests({ retryAfterMs }: RequestLimitError): ClientError {
  return clientError(
    'RATE_LIMITED',
    { message: 'You send more requests than this gateway takes from one caller. Nothing was executed.' },
    { retryAfterMs },
  );
}
