// One HTTP layer under Apollo Server, in a process of its own: `node server.js LAYER` prints its port.
import { createServer } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { expressMiddleware } from '@as-integrations/express5';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import express from 'express';
import { fastify } from 'fastify';

const LINE = { configId: '1', type: 'CLOUD', title: 'Sales', server: 'sip.example.com', login: 'sales' };

const apollo = new ApolloServer({
  typeDefs: `
    type Line { configId: ID! type: String! title: String! server: String! login: String! }
    input NewLine { title: String! server: String! login: String! password: String! }
    type Query { line: Line }
    type Mutation { addLine(input: NewLine!): Line }
  `,
  resolvers: { Mutation: { addLine: () => LINE } },
  stopOnTerminationSignals: false,
  plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
});

const layers = {
  async standalone() {
    const { url } = await startStandaloneServer(apollo, { listen: { port: 0, host: '127.0.0.1' } });
    return new URL(url).port;
  },
  async express() {
    await apollo.start();
    const app = express();
    app.use('/graphql', express.json(), expressMiddleware(apollo));
    return listening(app.listen(0, '127.0.0.1'));
  },
  async fastify() {
    await apollo.start();
    const app = fastify();
    app.route({ method: ['GET', 'POST'], url: '/graphql', handler: fastifyApolloHandler(apollo) });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return app.server.address().port;
  },
  // The least that can be written by hand; no limits, no errors, no CORS: a bound, not a candidate.
  async 'node:http'() {
    await apollo.start();
    return listening(createServer(handleByHand).listen(0, '127.0.0.1'));
  },
};

async function handleByHand(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: new HeaderMap(Object.entries(request.headers)),
      search: '',
      body: JSON.parse(Buffer.concat(chunks).toString()),
    },
    context: () => Promise.resolve({}),
  });
  response.writeHead(status ?? 200, Object.fromEntries(headers)).end(body.string);
}

async function listening(server) {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return server.address().port;
}

process.stdout.write(`${await layers[process.argv[2]]()}\n`);
