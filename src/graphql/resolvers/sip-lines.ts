import { lineIdOf } from '../../telephony/outgoing-lines/line-id.ts';
import { lineSettingsUrl } from '../../telephony/portal/links.ts';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { toCallPage } from '../arguments/calls.ts';
import { addEntries, toChanges, toFilter, toOrder } from '../arguments/sip-lines.ts';
import { callsOfLine } from '../connections/calls.ts';
import { sipLineConnection } from '../connections/sip-lines.ts';
import { referencedId, toGlobalId } from '../global-id.ts';
import { isDefaultSipLine, registrationOf } from '../line-lookups.ts';

export const sipLineResolvers = {
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
    addSipLine: (_, { input }, { telephony }) => telephony.sipLines.add(input),
    addSipLines: (_, { inputs }, { telephony }) => addEntries(telephony, inputs),
    updateSipLine: (_, { configId, input }, { telephony }) =>
      telephony.sipLines.update(configId, toChanges(input)),
    deleteSipLine: async (_, { configId }, { telephony }) => {
      await telephony.sipLines.delete(configId);
      return { configId };
    },
  },

  SipLine: {
    __resolveReference: (reference, { loaders, portalKey }) => {
      const id = referencedId(portalKey, 'line', reference);
      return id === undefined ? null : loaders.sipLine.load(id);
    },
    id: (line, _, { portalKey }) => toGlobalId(portalKey, 'line', line.configId),
    password: (line) => line.password?.reveal() ?? null,
    incomingPassword: (line) => line.incomingPassword?.reveal() ?? null,
    registration: (line, _, { loaders }) => registrationOf(loaders, line),
    lineId: lineIdOf,
    isDefaultOutgoing: (line, _, { loaders }) => isDefaultSipLine(loaders, line),
    settingsUrl: async (line, _, { loaders }) => lineSettingsUrl(await loaders.links.load(), line.configId),
    calls: (line, page, { telephony }) => callsOfLine(telephony, lineIdOf(line), toCallPage(page)),
  },

  DeletedSipLine: {
    id: (line, _, { portalKey }) => toGlobalId(portalKey, 'line', line.configId),
  },
} satisfies Resolvers;
