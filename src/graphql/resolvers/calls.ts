import type { Resolvers } from '../__generated__/resolvers.ts';
import { toCallPage } from '../arguments/calls.ts';
import { callConnection } from '../connections/calls.ts';
import { toGlobalId } from '../global-id.ts';
import { outgoingLine, sipLineBehind } from '../line-lookups.ts';

export const callResolvers = {
  Query: {
    telephonyCalls: (_, page, { telephony }) => callConnection(telephony, toCallPage(page)),
    telephonyVoices: (_, _args, { telephony }) => telephony.voices(),
  },

  Mutation: {
    startCallback: (_, { input }, { telephony }) => telephony.calls.startCallback(input),
    startInfoCall: (_, { input }, { telephony }) => telephony.calls.startInfoCall(input),
  },

  TelephonyCall: {
    id: (call, _, { portalKey }) => toGlobalId(portalKey, 'call', call.statisticId),
    user: ({ userId }, _, { loaders }) => (userId === null ? null : loaders.user.load(userId)),
    line: ({ lineId }, _, { loaders }) => (lineId === null ? null : outgoingLine(loaders, lineId)),
    sipLine: ({ lineId }, _, { loaders }) => (lineId === null ? null : sipLineBehind(loaders, lineId)),
  },
} satisfies Resolvers;
