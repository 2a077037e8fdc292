// GraphQL Yoga with its default caches, undici, and a DataLoader for each request.
import { createServer } from 'node:http';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { request } from 'undici';
import { addParams, byIds, firstPage, toLine, typeDefs } from './schema.js';

async function call(method, params) {
  const { statusCode, body } = await request(process.env.PORTAL + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const { result, error } = await body.json();
  if (error !== undefined) throw new Error(`${method}: ${statusCode} ${error}`);
  return result;
}

async function loadLines(ids) {
  const rows = await call('voximplant.sip.get', byIds(ids));
  const lines = new Map(rows.map((row) => [row.CONFIG_ID, toLine(row)]));
  return ids.map((id) => lines.get(id) ?? null);
}

const resolvers = {
  Query: {
    sipLine: (_, { configId }, { lines }) => lines.load(configId),
    sipLines: async () => ({ nodes: (await call('voximplant.sip.get', firstPage)).map(toLine) }),
    _entities: (_, { representations }, { lines }) =>
      lines.loadMany(representations.map(({ configId }) => configId)),
  },
  Mutation: {
    addSipLine: async (_, { input }) => toLine(await call('voximplant.sip.add', addParams(input))),
  },
};

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => ({ lines: new DataLoader(loadLines) }),
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
