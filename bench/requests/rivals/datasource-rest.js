// Apollo Server with Apollo's own client for REST, and a DataLoader for each request.
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { addParams, byIds, firstPage, toLine, typeDefs } from './schema.js';

class Portal extends RESTDataSource {
  baseURL = process.env.PORTAL;
  lines = new DataLoader(async (ids) => {
    const { result } = await this.post('voximplant.sip.get', { body: byIds(ids) });
    const lines = new Map(result.map((row) => [row.CONFIG_ID, toLine(row)]));
    return ids.map((id) => lines.get(id) ?? null);
  });

  async firstLines() {
    const { result } = await this.post('voximplant.sip.get', { body: firstPage });
    return result.map(toLine);
  }

  async add(input) {
    const { result } = await this.post('voximplant.sip.add', { body: addParams(input) });
    return toLine(result);
  }
}

const resolvers = {
  Query: {
    sipLine: (_, { configId }, { portal }) => portal.lines.load(configId),
    sipLines: async (_, __, { portal }) => ({ nodes: await portal.firstLines() }),
    _entities: (_, { representations }, { portal }) =>
      portal.lines.loadMany(representations.map(({ configId }) => configId)),
  },
  Mutation: { addSipLine: (_, { input }, { portal }) => portal.add(input) },
};

const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: () => Promise.resolve({ portal: new Portal({ cache: server.cache }) }),
});
