import type { FastifyInstance } from 'fastify';
import type { Portals } from '../portals/portals.ts';
import { StoreError } from '../state/installations.ts';

/**
 * `/health/live` answers as long as the process runs; `/health/ready` answers 503 while it stops or cannot read its
 * tokens, so that a load balancer looks elsewhere. A portal that needs its administrator is told and no reason to look
 * elsewhere: the other portals go on, and this process is who the new installation is announced to. Neither calls the
 * portal: its limits are too tight for probes.
 */
export function registerHealth(
  server: FastifyInstance,
  isStopping: () => boolean,
  degraded: Portals['degraded'],
): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    if (isStopping()) return reply.code(503).send({ status: 'stopping' });
    try {
      const portals = await degraded();
      return { status: 'ready', ...(portals.length > 0 && { portals }) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return reply.code(503).send({ status: 'tokens-unreadable' });
    }
  });
}
