import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Access } from '../../bitrix24/connection.ts';
import type { Caller } from '../../callers/caller.ts';
import { clientError } from '../../graphql/errors/client-error.ts';
import { TOKEN_REFUSED } from '../../graphql/errors/failed-call.ts';
import type { PortalRefusal, PortalRequest, Portals } from '../../portals/portals.ts';
import { StoreUnavailableError } from '../../state/installations.ts';
import { badRequest, Refusal } from '../refusal.ts';
import type { RequestValue } from './request-value.ts';

/**
 * Makes the hook that finds the portal of a request and refuses requests that have none. `X-Bitrix24-Portal` names the
 * portal where the gateway serves several; `X-Bitrix24-Token` is the access token of callers that bring their own.
 */
export function portalLookup(
  portals: Portals,
  callers: RequestValue<Caller>,
  accesses: RequestValue<Access>,
): onRequestAsyncHookHandler {
  return async (request) => {
    const named = { ...namedPortal(request), caller: callers.get(request) };
    const access = await portals.find(named).catch((error: unknown) => {
      throw error instanceof StoreUnavailableError ? tokensUnavailable() : error;
    });
    if (typeof access === 'string') throw refusalOf(access);
    accesses.set(request, access);
  };
}

/** What a request's headers say about its portal. */
export function namedPortal(request: FastifyRequest): Omit<PortalRequest, 'caller'> {
  return {
    portal: header(request, 'x-bitrix24-portal'),
    token: header(request, 'x-bitrix24-token'),
  };
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function refusalOf(reason: PortalRefusal): Refusal {
  switch (reason) {
    case 'token-required':
      return new Refusal(401, clientError('UNAUTHENTICATED', { message: TOKEN_REQUIRED }), {}, reason);
    case 'token-refused':
      return new Refusal(401, clientError('UNAUTHENTICATED', { message: TOKEN_REFUSED }), {}, reason);
    case 'host-not-allowed':
      return new Refusal(403, clientError('FORBIDDEN', { message: HOST_NOT_ALLOWED }), {}, reason);
    case 'nothing-installed':
      return new Refusal(403, clientError('FORBIDDEN', { message: NOTHING_INSTALLED }), {}, reason);
    case 'unknown-portal':
      return new Refusal(403, clientError('FORBIDDEN', { message: UNKNOWN_PORTAL }), {}, reason);
    case 'portal-required':
      return badRequest(400, PORTAL_REQUIRED, {}, reason);
    case 'token-not-accepted':
      return badRequest(400, TOKEN_NOT_ACCEPTED, {}, reason);
  }
}

/** When to ask again, in milliseconds. A replica that has read the tokens once does not need the store for it. */
const STORE_RETRY_MS = 5_000;

function tokensUnavailable(): Refusal {
  return new Refusal(
    503,
    clientError('PORTAL_UNAVAILABLE', { message: STORE_UNAVAILABLE }, { retryAfterMs: STORE_RETRY_MS }),
    {},
    'tokens-unavailable',
  );
}

const STORE_UNAVAILABLE =
  'The gateway cannot reach its token store. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';
const TOKEN_REQUIRED =
  'Send the host of your portal in the header X-Bitrix24-Portal, and your access token for it in X-Bitrix24-Token.';
const HOST_NOT_ALLOWED =
  'This gateway does not serve this portal. Its operator configures the portals that it serves.';
const NOTHING_INSTALLED =
  "No portal has installed the gateway's application yet. Its operator must set the application's event handler URL to /bitrix24/install of this gateway, and then install the application on the portal.";
const UNKNOWN_PORTAL =
  'You have no access to a portal with this name. Check X-Bitrix24-Portal and the portals that your key or token lists.';
const PORTAL_REQUIRED =
  "This gateway serves several portals. Send your portal's member_id in the header X-Bitrix24-Portal.";
const TOKEN_NOT_ACCEPTED =
  'This gateway calls the portal with its own credential. Remove the header X-Bitrix24-Token.';
