import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../callers/authenticate.ts';
import { ANONYMOUS, type Caller } from '../callers/caller.ts';
import { KeysUnavailableError } from '../callers/json-web-tokens.ts';
import { clientError } from '../graphql/errors/client-error.ts';
import { sendClientError } from './request-error.ts';

/**
 * Lets only known callers through to `/graphql`. What a browser sees there, the explorers and the probes are open: they
 * tell nothing of a portal.
 *
 * @returns how to find the caller of a request that got through
 */
export function registerAuthentication(
  server: FastifyInstance,
  authenticate: Authenticate | undefined,
): (request: FastifyRequest) => Caller {
  if (!authenticate) return () => ANONYMOUS;
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/graphql' || isPageView(request)) return;
    try {
      const caller = await authenticate(request.headers.authorization);
      if (caller) callers.set(request, caller);
      else refuse(reply, 401);
    } catch (error) {
      if (!(error instanceof KeysUnavailableError)) throw error;
      refuse(reply, 503);
    }
  });
  return (request) => callers.get(request) ?? NOBODY;
}

/** Whoever looks at the page in a browser. Has no operation, and could do nothing with one. */
const NOBODY: Caller = { name: 'nobody', scopes: new Set(), portals: new Set() };

/** A browser that looks at what is there, without an operation. */
export function isPageView({ method, query }: FastifyRequest): boolean {
  return method === 'GET' && Object.keys(query as object).length === 0;
}

function refuse(reply: FastifyReply, status: 401 | 503): void {
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  const overrides =
    status === 503
      ? { message: 'Tokens cannot be checked at the moment. Send the operation again.', retryable: true }
      : {};
  sendClientError(reply, status, clientError('UNAUTHENTICATED', overrides));
}
