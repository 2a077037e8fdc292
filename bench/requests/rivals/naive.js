// What the packages' first pages suggest: Apollo Server and got, a call for each thing that is asked for.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import got from 'got';
import { addParams, byIds, firstPage, toLine, typeDefs } from './schema.js';

async function call(method, params) {
  const { result } = await got.post(process.env.PORTAL + method, { json: params }).json();
  return result;
}

async function readLine(configId) {
  const [row] = await call('voximplant.sip.get', byIds([configId]));
  return row && toLine(row);
}

const resolvers = {
  Query: {
    sipLine: (_, { configId }) => readLine(configId),
    sipLines: async () => ({ nodes: (await call('voximplant.sip.get', firstPage)).map(toLine) }),
    _entities: (_, { representations }) => representations.map(({ configId }) => readLine(configId)),
  },
  Mutation: {
    addSipLine: async (_, { input }) => toLine(await call('voximplant.sip.add', addParams(input))),
  },
};

await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
});
