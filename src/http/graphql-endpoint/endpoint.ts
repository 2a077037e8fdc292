import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../bitrix24/connection.ts';
import type { Authenticate } from '../../callers/authenticate.ts';
import type { Caller } from '../../callers/caller.ts';
import type { GatewayContext } from '../../graphql/context.ts';
import type { Portals } from '../../portals/portals.ts';
import { requestLimit } from '../request-limit.ts';
import { requireAcceptedMediaType } from './accepted-media-type.ts';
import { authentication } from './authentication.ts';
import { removeEmptyParameters } from './empty-parameters.ts';
import { landingPage } from './landing-page.ts';
import { portalLookup } from './portal-lookup.ts';
import { addRequestId } from './request-id.ts';
import { requestValue } from './request-value.ts';

export interface GraphQLEndpointOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  /** `signal` is aborted when the client hangs up before the response is complete. */
  readonly createContext: (
    requestId: string,
    caller: Caller,
    portal: Access,
    signal: AbortSignal,
  ) => GatewayContext;
  readonly portals: Portals;
  /** Undefined where callers do not have to authenticate. */
  readonly authenticate: Authenticate | undefined;
  /** How many requests one caller may send; undefined for no limit. */
  readonly requestsPerMinute: number | undefined;
  /** Whether a browser that opens the endpoint sees a page. */
  readonly showsPage: boolean;
}

/**
 * Registers `/graphql` in a scope of its own, whose hooks find the caller and the portal of each request. They run before
 * the body is read.
 */
export async function registerGraphQLEndpoint(
  server: FastifyInstance,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const { apollo, createContext, portals, authenticate, requestsPerMinute, showsPage } = options;
  const callers = requestValue<Caller>();
  const accesses = requestValue<Access>();
  await server.register(async (scope) => {
    if (showsPage) scope.addHook('onRequest', landingPage(apollo));
    scope.addHook('onRequest', authentication(authenticate, callers));
    if (requestsPerMinute !== undefined) {
      // Callers that do not authenticate are known by their address only.
      const nameOf = authenticate && ((request: FastifyRequest) => callers.get(request).name);
      scope.addHook('onRequest', await requestLimit(scope, requestsPerMinute, nameOf));
    }
    scope.addHook('onRequest', requireAcceptedMediaType);
    scope.addHook('onRequest', removeEmptyParameters);
    scope.addHook('onRequest', portalLookup(portals, callers, accesses));
    scope.addHook('onSend', async ({ id }, { statusCode }, payload) =>
      statusCode >= 400 && typeof payload === 'string' ? addRequestId(payload, id) : payload,
    );
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      exposeHeadRoute: false,
      handler: fastifyApolloHandler(apollo, {
        context: (request, reply) =>
          Promise.resolve(
            createContext(request.id, callers.get(request), accesses.get(request), whenHungUp(reply)),
          ),
      }),
    });
  });
}

function whenHungUp(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
