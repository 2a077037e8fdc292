import type { Resolvers } from '../__generated__/resolvers.ts';
import { MAX_IDS } from '../arguments/conditions.ts';
import { ArgumentError } from '../errors/argument-error.ts';
import { referencedId, toGlobalId } from '../global-id.ts';

export const userResolvers = {
  Query: {
    telephonyUser: (_, { userId }, { loaders }) => loaders.user.load(userId),
    telephonyUsers: async (_, { userIds }, { loaders }) => {
      if (userIds.length > MAX_IDS) throw new ArgumentError(['userIds'], `Must have at most ${MAX_IDS} IDs.`);
      const users = await loaders.user.loadMany(userIds);
      return users.map((user) => (user instanceof Error ? Promise.reject(user) : user));
    },
  },

  Mutation: {
    activatePhone: (_, { userId }, { telephony }) => telephony.users.setPhone(userId, true),
    deactivatePhone: (_, { userId }, { telephony }) => telephony.users.setPhone(userId, false),
  },

  TelephonyUser: {
    __resolveReference: (reference, { loaders, portalKey }) => {
      const id = referencedId(portalKey, 'user', reference);
      return id === undefined ? null : loaders.user.load(id);
    },
    id: (user, _, { portalKey }) => toGlobalId(portalKey, 'user', user.userId),
    sipPassword: (user) => user.sipPassword?.reveal() ?? null,
    defaultLine: ({ defaultLineId }) =>
      defaultLineId === null ? null : { lineId: defaultLineId, name: undefined },
  },
} satisfies Resolvers;
