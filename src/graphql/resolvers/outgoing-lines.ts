import type { Resolvers } from '../__generated__/resolvers.ts';
import { referencedId, toGlobalId } from '../global-id.ts';
import { isDefaultLine, outgoingLine, sipLineBehind, typeOfLine } from '../line-lookups.ts';

export const outgoingLineResolvers = {
  Query: {
    outgoingLines: async (_, _args, { loaders }) => [...(await loaders.outgoingLines.load()).values()],
    defaultOutgoingLine: async (_, _args, { loaders }) => {
      const lineId = await loaders.defaultLineId.load();
      return lineId === null ? null : { lineId, name: undefined };
    },
  },

  Mutation: {
    setDefaultOutgoingLine: (_, { lineId }, { telephony }) => telephony.outgoingLines.setDefault(lineId),
    setDefaultOutgoingSipLine: (_, { configId }, { telephony }) =>
      telephony.outgoingLines.setDefaultSipLine(configId),
  },

  OutgoingLine: {
    __resolveReference: (reference, { loaders, portalKey }) => {
      const id = referencedId(portalKey, 'outgoing-line', reference);
      return id === undefined ? null : outgoingLine(loaders, id);
    },
    id: (line, _, { portalKey }) => toGlobalId(portalKey, 'outgoing-line', line.lineId),
    type: (line, _, { loaders }) => typeOfLine(loaders, line),
    name: async (line, _, { loaders }) =>
      line.name ?? (await outgoingLine(loaders, line.lineId))?.name ?? null,
    isDefault: (line, _, { loaders }) => isDefaultLine(loaders, line.lineId),
    sipLine: (line, _, { loaders }) => sipLineBehind(loaders, line.lineId),
  },
} satisfies Resolvers;
