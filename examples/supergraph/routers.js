import { createServer } from 'node:http';
import { once } from 'node:events';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { withoutScopes } from './compose.js';
import { headersForTelephony, hiveGatewayOptions } from './gateway.config.js';

const bearer = (key) => key && `Bearer ${key}`;

/** Hive Gateway in this process. */
export async function startHiveGateway({ supergraphSdl, routerKey, port = 0 }) {
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl,
    logging: false,
    ...hiveGatewayOptions(bearer(routerKey)),
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
          const headers = headersForTelephony((header) => context.headers?.[header], bearer(routerKey));
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
