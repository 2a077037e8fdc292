import { createServer } from 'node:http';
import { once } from 'node:events';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { withoutScopes } from './compose.js';

/** Which portal the caller means, and its token of it where the gateway is started to pass that on. */
const PORTAL_HEADERS = ['x-bitrix24-portal', 'x-bitrix24-token'];

/**
 * What the gateway gets to see of the caller: the caller's own key or token, whose scopes then count, and otherwise the
 * router's. Never both, because only one `Authorization` is read.
 *
 * @param header a header of the caller's request by its name
 */
function headersFor(header, routerKey) {
  const authorization = header('authorization') ?? (routerKey && `Bearer ${routerKey}`);
  const portal = PORTAL_HEADERS.map((name) => [name, header(name)]);
  return Object.fromEntries([['authorization', authorization], ...portal].filter(([, value]) => value));
}

/** Hive Gateway in this process. */
export async function startHiveGateway({ supergraphSdl, routerKey, port = 0 }) {
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl,
    logging: false,
    propagateHeaders: {
      fromClientToSubgraphs({ request, subgraphName }) {
        if (subgraphName !== 'telephony') return {};
        return headersFor((name) => request.headers.get(name) ?? undefined, routerKey);
      },
    },
  });
  const server = createServer(gateway);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/graphql`,
    async close() {
      server.close();
      server.closeAllConnections();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

/** `@apollo/gateway` under Apollo Server in this process. */
export async function startApolloGateway({ supergraphSdl, routerKey, port = 0 }) {
  const gateway = new ApolloGateway({
    supergraphSdl: withoutScopes(supergraphSdl),
    buildService: ({ name, url }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest({ request, context }) {
          if (name !== 'telephony') return;
          const headers = headersFor((header) => context.headers?.[header], routerKey);
          for (const [header, value] of Object.entries(headers)) request.http.headers.set(header, value);
        },
      }),
  });
  const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: async ({ req }) => ({ headers: req.headers }),
  });
  return { url, close: () => server.stop() };
}

/** The routers of this example by name, each with the composer of its own house. */
export const ROUTERS = {
  hive: { start: startHiveGateway, composer: 'guild' },
  apollo: { start: startApolloGateway, composer: 'apollo' },
};
