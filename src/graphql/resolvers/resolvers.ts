import type { Resolvers } from '../__generated__/resolvers.ts';
import { scalars } from '../scalars.ts';
import { callResolvers } from './calls.ts';
import { outgoingLineResolvers } from './outgoing-lines.ts';
import { portalResolvers } from './portal.ts';
import { sipLineResolvers } from './sip-lines.ts';
import { userResolvers } from './users.ts';

export const resolvers: Resolvers = {
  ...scalars,
  ...sipLineResolvers,
  ...outgoingLineResolvers,
  ...userResolvers,
  ...callResolvers,
  ...portalResolvers,
  Query: {
    ...sipLineResolvers.Query,
    ...outgoingLineResolvers.Query,
    ...userResolvers.Query,
    ...callResolvers.Query,
    ...portalResolvers.Query,
  },
  Mutation: {
    ...sipLineResolvers.Mutation,
    ...outgoingLineResolvers.Mutation,
    ...userResolvers.Mutation,
    ...callResolvers.Mutation,
  },
};
