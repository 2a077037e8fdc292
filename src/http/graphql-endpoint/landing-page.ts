import { HeaderMap, type ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { GatewayContext } from '../../graphql/context.ts';
import { EXAMPLE_OPERATION, EXAMPLE_VARIABLES } from '../example-operation.ts';
import { prefersPage } from '../media-type.ts';

/**
 * Apollo Sandbox for a browser that opens the endpoint; nothing in production. Its script comes from Apollo's CDN, so
 * `/explorer` stands beside it for machines without internet.
 */
export function landingPagePlugin(production: boolean): ApolloServerPlugin {
  if (production) return ApolloServerPluginLandingPageDisabled();
  return ApolloServerPluginLandingPageLocalDefault({
    document: EXAMPLE_OPERATION,
    variables: EXAMPLE_VARIABLES,
    footer: false,
    embed: {
      endpointIsEditable: false,
      runTelemetry: false,
      initialState: { pollForSchemaUpdates: false, sharedHeaders: {} },
    },
  });
}

/**
 * Makes the hook that serves the page to a browser. It runs before every check of the caller: there is no operation to
 * authorize, and the page shows nothing of a portal.
 */
export function landingPage(apollo: ApolloServer<GatewayContext>): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (!isPageView(request)) return;
    return reply.type('text/html; charset=utf-8').send(await render(apollo));
  };
}

/** True for a browser that opens the endpoint without an operation. */
function isPageView({ method, query, headers }: FastifyRequest): boolean {
  return method === 'GET' && prefersPage(headers.accept) && !Object.hasOwn(query as object, 'query');
}

async function render(apollo: ApolloServer<GatewayContext>): Promise<string> {
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap([['accept', 'text/html']]),
      search: '',
      body: undefined,
    },
    context: () => Promise.reject(new Error('a page needs no context')),
  });
  if (body.kind !== 'complete') throw new Error('the page comes in parts');
  return body.string;
}
