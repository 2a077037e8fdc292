import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../bitrix24/connection.ts';
import type { Caller } from '../callers/caller.ts';
import { clientError } from '../graphql/errors/client-error.ts';
import type { PortalRefusal, Portals } from '../portals/portals.ts';
import { isPageView } from './authentication.ts';
import { sendClientError, sendRequestError } from './request-error.ts';

/**
 * Lets only requests through to `/graphql` that lead to a portal, which `X-Bitrix24-Portal` names where there are
 * several, and `X-Bitrix24-Token` opens where callers have their own.
 *
 * @returns how to find the portal of a request that got through
 */
export function registerPortals(
  server: FastifyInstance,
  portals: Portals,
  callerOf: (request: FastifyRequest) => Caller,
): (request: FastifyRequest) => Access {
  const found = new WeakMap<FastifyRequest, Access>();
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/graphql' || isPageView(request)) return;
    const access = await portals.find({
      portal: header(request, 'x-bitrix24-portal'),
      token: header(request, 'x-bitrix24-token'),
      caller: callerOf(request),
    });
    if (typeof access === 'string') refuse(reply, access);
    else found.set(request, access);
  });
  return (request) => found.get(request) ?? NOWHERE;
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

function refuse(reply: FastifyReply, reason: PortalRefusal): void {
  switch (reason) {
    case 'token-required':
      sendClientError(reply, 401, clientError('UNAUTHENTICATED', { message: NO_TOKEN }));
      return;
    case 'host-not-allowed':
      sendClientError(reply, 403, clientError('FORBIDDEN', { message: NOT_CALLED }));
      return;
    case 'unknown-portal':
      sendClientError(reply, 403, clientError('FORBIDDEN', { message: NOT_YOURS }));
      return;
    case 'portal-required':
      sendRequestError(reply, 400, SEVERAL);
      return;
    case 'token-not-accepted':
      sendRequestError(reply, 400, TOKEN_NOT_TAKEN);
  }
}

const NO_TOKEN =
  'Name your portal in the header X-Bitrix24-Portal and show your access token of it in X-Bitrix24-Token.';
const NOT_CALLED = 'This gateway does not call this portal: its operator names those that it does.';
const NOT_YOURS =
  'This gateway has no such portal for you: the one that your request names or your key or token lists is not there.';
const SEVERAL = 'There are several portals: name yours by its member_id in the header X-Bitrix24-Portal.';
const TOKEN_NOT_TAKEN =
  'This gateway calls the portal with a credential of its own: leave the header X-Bitrix24-Token away.';
