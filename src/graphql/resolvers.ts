import type { Resolvers } from './__generated__/resolvers.ts';
import { referencedConfigId, toGlobalId } from './global-id.ts';

export const resolvers: Resolvers = {
  Query: {
    sipLine: (_, { configId }, { loaders }) => loaders.sipLine.load(configId),
  },

  Mutation: {
    addSipLine: async (_, { input }, { telephony, loaders }) => {
      const line = await telephony.sipLines.add(input);
      loaders.sipLine.clear(line.configId);
      return line;
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
  },
};
