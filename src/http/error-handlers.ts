import type { FastifyInstance } from 'fastify';
import { clientError } from '../graphql/errors/client-error.ts';
import { describeFault, type Logger } from '../observability/logger.ts';
import { badRequest, Refusal, sendNotFound, sendRefusal } from './refusal.ts';
import type { RequestNotes } from './request-notes.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the operation with "Content-Type: application/json".',
};

/** Sends fixed texts for every failure of HTTP: the messages of parsers quote the body, and passwords with it. */
export function registerErrorHandlers(
  server: FastifyInstance,
  logger: Logger,
  notes?: Pick<RequestNotes, 'add'>,
): void {
  server.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof Refusal) {
      notes?.add(request, { reason: error.reason });
      sendRefusal(reply, error);
      return;
    }
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const message = MESSAGES[error.code ?? ''] ?? 'The request body is not valid JSON.';
      sendRefusal(reply, badRequest(status, message));
      return;
    }
    logger.error({ requestId: request.id, ...describeFault(error) }, 'the gateway failed');
    sendRefusal(reply, new Refusal(500, clientError('INTERNAL_SERVER_ERROR')));
  });
  server.setNotFoundHandler((_request, reply) => {
    sendNotFound(reply);
  });
}
