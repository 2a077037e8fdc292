import type { onRequestHookHandler } from 'fastify';
import { responseMediaType } from '../media-type.ts';
import { badRequest } from '../refusal.ts';

/**
 * Refuses what no response could be sent to. Apollo Server finds that out only when it has a result to send, and a
 * mutation whose result is thrown away has been executed all the same.
 */
export const requireAcceptedMediaType: onRequestHookHandler = (request, _reply, done) => {
  if (responseMediaType(request.headers.accept)) done();
  else done(badRequest(406, NOT_ACCEPTABLE));
};

const NOT_ACCEPTABLE =
  'Responses are "application/graphql-response+json" or "application/json": accept one of them.';
