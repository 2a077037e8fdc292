import type { FastifyInstance } from 'fastify';
import type { Portals } from '../portals/portals.ts';
import { StoreError } from '../state/installations.ts';
import type { RedisState } from '../state/redis/link.ts';

/**
 * `/health/live` returns 200 as long as the process runs. `/health/ready` returns 503 while the gateway stops, or is
 * about to, and while it cannot read its tokens, so that a load balancer uses another replica. It stays 200 for what no
 * other replica would do better, and lists it: see `DegradedPortal`. That includes Redis, which all replicas share.
 * Neither calls a portal, because a portal's limits are too tight for probes.
 */
export function registerHealth(
  server: FastifyInstance,
  isLeaving: () => boolean,
  degraded: Portals['degraded'],
  redisState: (() => RedisState) | undefined,
): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    if (isLeaving()) return reply.code(503).send({ status: 'stopping' });
    const redis = redisState && { redis: redisState() };
    try {
      const portals = await degraded();
      return { status: 'ready', ...redis, ...(portals.length > 0 && { portals }) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return reply.code(503).send({ status: 'tokens-unreadable', ...redis });
    }
  });
}
