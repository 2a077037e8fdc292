import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../connect.ts';
import { clientError } from '../graphql/errors/translate.ts';
import type { NoPortal, Portals } from '../portals.ts';
import { isPageView } from './authentication.ts';
import { sendClientError } from './request-error.ts';

/**
 * Lets only requests through to `/graphql` that lead to a portal: by `X-Bitrix24-Portal` and `X-Bitrix24-Token` where
 * callers name their own.
 *
 * @returns how to find the portal of a request that got through
 */
export function registerPortals(
  server: FastifyInstance,
  find: Portals['find'],
): (request: FastifyRequest) => Access {
  const portals = new WeakMap<FastifyRequest, Access>();
  server.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url !== '/graphql') {
      done();
      return;
    }
    const found = find(header(request, 'x-bitrix24-portal'), header(request, 'x-bitrix24-token'));
    if (typeof found !== 'string') {
      portals.set(request, found);
      done();
    } else if (isPageView(request)) done();
    else refuse(reply, found);
  });
  return (request) => portals.get(request) ?? NOWHERE;
}

/** For a page view. Apollo Server makes a context before it sees that there is no operation. */
const NOWHERE: Access = {
  portalKey: '',
  open: () => ({ call: nothing, callAll: nothing }),
  detach: () => undefined,
};

function nothing(): Promise<never> {
  return Promise.reject(new Error('a request without a portal has an operation'));
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function refuse(reply: FastifyReply, reason: NoPortal): void {
  if (reason === 'not-named') {
    const message =
      'Name your portal in the header X-Bitrix24-Portal and show your access token of it in X-Bitrix24-Token.';
    sendClientError(reply, 401, clientError('UNAUTHENTICATED', { message }));
  } else {
    const message = 'This gateway does not call this portal: its operator names those that it does.';
    sendClientError(reply, 403, clientError('FORBIDDEN', { message }));
  }
}
