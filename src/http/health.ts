import type { FastifyInstance } from 'fastify';

/**
 * `/health/live` answers as long as the process runs; `/health/ready` answers 503 while it stops, so that a load
 * balancer looks elsewhere. Neither calls the portal: its limits are too tight for probes.
 */
export function registerHealth(server: FastifyInstance, isStopping: () => boolean): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', (_request, reply) =>
    isStopping() ? reply.code(503).send({ status: 'stopping' }) : reply.send({ status: 'ready' }),
  );
}
