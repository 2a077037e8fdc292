import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { clientError } from '../errors/client-error.ts';

/** Refuses operations that arrive on open connections while the gateway stops. Those under way go on. */
export function refuseWhileStopping(isStopping: () => boolean): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation() {
          if (!isStopping()) return Promise.resolve();
          const { message, extensions } = clientError('SHUTTING_DOWN');
          throw new GraphQLError(message, { extensions: { ...extensions, http: { status: 503 } } });
        },
      }),
  };
}
