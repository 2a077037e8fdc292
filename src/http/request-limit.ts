import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A caller sent more requests than it may. */
export class RequestLimitError extends Error {
  override readonly name = 'RequestLimitError';
  /** Milliseconds until it may send again. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('Too many requests.');
    this.retryAfterMs = retryAfterMs;
  }
}

const MINUTE_MS = 60_000;

/**
 * Bounds how many requests a caller may send to `/graphql` in a minute, so that one cannot keep the others from the
 * portal. Counted in this process.
 *
 * @param perMinute undefined for no bound
 * @param nameOf who sends a request
 */
export async function registerRequestLimit(
  server: FastifyInstance,
  perMinute: number | undefined,
  nameOf: (request: FastifyRequest) => string,
): Promise<void> {
  if (perMinute === undefined) return;
  await server.register(rateLimit, {
    // After it is known who sends it.
    hook: 'preHandler',
    max: perMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: nameOf,
    allowList: (request) => request.routeOptions.url !== '/graphql',
    errorResponseBuilder: (_request, { ttl }) => new RequestLimitError(ttl),
  });
}
