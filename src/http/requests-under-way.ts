import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { createPending } from '../bitrix24/settlement/pending.ts';
import { isClosed } from './queued-responses.ts';
import { whenClosed } from './when-closed.ts';

/** The requests of a server that are not over. */
export interface RequestsUnderWay {
  /**
   * Resolves as soon as every request that has been read whole is carried out and has its response, be it read or not.
   */
  carriedOut(): Promise<void>;
  /** Resolves as soon as every response is with the system, or has nobody to receive it. */
  sent(): Promise<void>;
}

/** Follows the requests of a server whose routes are registered afterwards. */
export function requestsUnderWay(server: FastifyInstance): RequestsUnderWay {
  const executing = createPending();
  const sending = createPending();
  const respond = new WeakMap<ServerResponse, () => void>();
  server.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const { raw } = reply;
      const responded = new Promise<void>((resolve) => {
        respond.set(raw, resolve);
        whenClosed(raw, resolve);
      });
      if (!isClosed(raw)) void executing.during(() => responded);
      const result: unknown = handler.call(this, request, reply);
      // Goes on without its client: what it has sent to a portal must be settled.
      if (result instanceof Promise) void executing.during(() => result.catch(() => undefined));
      return result;
    };
  });
  server.addHook('onSend', (_request, { raw }, payload, done) => {
    if (!isClosed(raw))
      void sending.during(
        () =>
          new Promise<void>((resolve) => {
            whenClosed(raw, resolve);
          }),
      );
    respond.get(raw)?.();
    done(null, payload);
  });
  return { carriedOut: () => executing.none(), sent: () => sending.none() };
}
