import type { Resolvers } from './__generated__/resolvers.ts';
import { addEntries, toChanges, toFilter, toOrder } from './arguments.ts';
import { sipLineConnection } from './connection.ts';
import { referencedConfigId, toGlobalId } from './global-id.ts';
import { afterwardsForget } from './loaders.ts';

export const resolvers: Resolvers = {
  Query: {
    sipLine: (_, { configId }, { loaders }) => loaders.sipLine.load(configId),
    sipLines: (_, { first, after, filter, orderBy }, { telephony }) =>
      sipLineConnection(telephony, {
        first,
        after: after ?? undefined,
        filter: toFilter(filter),
        order: toOrder(orderBy),
      }),
    sipConnector: (_, _args, { telephony }) => telephony.sipConnector(),
  },

  Mutation: {
    addSipLine: (_, { input }, { telephony, loaders }) =>
      afterwardsForget(loaders, telephony.sipLines.add(input)),
    addSipLines: (_, { inputs }, { telephony, loaders }) =>
      afterwardsForget(loaders, addEntries(telephony, inputs)),
    updateSipLine: (_, { configId, input }, { telephony, loaders }) =>
      afterwardsForget(loaders, telephony.sipLines.update(configId, toChanges(input))),
    deleteSipLine: async (_, { configId }, { telephony, loaders }) => {
      await afterwardsForget(loaders, telephony.sipLines.delete(configId));
      return configId;
    },
  },

  SipLine: {
    __resolveReference: (reference, { loaders, portalKey }) => {
      const configId = referencedConfigId(portalKey, reference);
      return configId === undefined ? null : loaders.sipLine.load(configId);
    },
    id: (line, _, { portalKey }) => toGlobalId(portalKey, line.configId),
    password: (line) => line.password?.reveal() ?? null,
    incomingPassword: (line) => line.incomingPassword?.reveal() ?? null,
    registration: (line, _, { loaders }) =>
      line.regId === null ? null : loaders.registration.load(line.regId),
  },
};
