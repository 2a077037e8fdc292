import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { clientError } from '../errors/client-error.ts';

/** By then, a load balancer routes to another replica, or this one has been restarted. */
const RETRY_AFTER_MS = 1_000;

/** Refuses operations that arrive on open connections during shutdown. Operations in progress continue. */
export function refuseWhileStopping(isStopping: () => boolean): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation() {
          if (!isStopping()) return Promise.resolve();
          const { message, extensions } = clientError('SHUTTING_DOWN', {}, { retryAfterMs: RETRY_AFTER_MS });
          const headers = new HeaderMap([['retry-after', String(RETRY_AFTER_MS / 1000)]]);
          throw new GraphQLError(message, { extensions: { ...extensions, http: { status: 503, headers } } });
        },
      }),
  };
}
