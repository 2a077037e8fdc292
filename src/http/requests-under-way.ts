import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { createPending } from '../bitrix24/settlement/pending.ts';

/**
 * Follows the requests of a server whose routes are registered afterwards. A request is under way from the moment when
 * it has been read whole until its handler has ended and its response is sent or has nobody to receive it.
 *
 * @returns waits until no request is under way
 */
export function requestsUnderWay(server: FastifyInstance): () => Promise<void> {
  const pending = createPending();
  server.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const { raw } = reply;
      if (!raw.closed) void pending.during(() => once(raw, 'close'));
      const result: unknown = handler.call(this, request, reply);
      // Goes on without its client: what it has sent to a portal must be settled.
      if (result instanceof Promise) void pending.during(() => result.catch(() => undefined));
      return result;
    };
  });
  return () => pending.none();
}
