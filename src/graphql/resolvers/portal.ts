import type { Resolvers } from '../__generated__/resolvers.ts';

export const portalResolvers = {
  Query: {
    telephonyLinks: (_, _args, { loaders }) => loaders.links.load(),
    telephonyAccess: () => ({}),
  },

  TelephonyAccess: {
    scopes: (_, _args, { telephony }) => telephony.scopes(),
    canManageLines: (_, _args, { telephony }) => telephony.mayManageLines(),
  },
} satisfies Resolvers;
