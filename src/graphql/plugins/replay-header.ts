import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.ts';

/** The response header of an operation of which at least one field returned an earlier outcome because of its idempotency key. */
const REPLAYED = 'idempotency-replayed';

/** Marks responses that hold the outcome of an earlier operation. */
export function replayHeader(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: ({ contextValue: { audit } }) =>
      Promise.resolve({
        willSendResponse({ response }) {
          if (audit.replayed.size > 0) response.http.headers.set(REPLAYED, 'true');
          return Promise.resolve();
        },
      }),
  };
}
