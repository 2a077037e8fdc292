import type { onRequestHookHandler } from 'fastify';
import { responseMediaType } from '../media-type.ts';
import { badRequest } from '../refusal.ts';
import { rememberLast } from '../remember-last.ts';

/**
 * Makes the hook that refuses requests that accept no media type of a GraphQL response. Apollo Server would refuse them only after it has
 * executed the operation, and a mutation whose result is then thrown away has changed the portal.
 */
export function requireAcceptedMediaType(): onRequestHookHandler {
  const isAccepted = rememberLast((accept) => responseMediaType(accept) !== undefined);
  return (request, _reply, done) => {
    done(isAccepted(request.headers.accept ?? '') ? undefined : badRequest(406, NOT_ACCEPTABLE));
  };
}

const NOT_ACCEPTABLE =
  'Accept "application/graphql-response+json" or "application/json": responses have no other media type.';
