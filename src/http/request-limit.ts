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

/** What both bounds have in common. */
const PER_MINUTE = {
  timeWindow: MINUTE_MS,
  errorResponseBuilder: (_request: FastifyRequest, { ttl }: { readonly ttl: number }) =>
    new RequestLimitError(ttl),
};

/** Bounds how many requests of one address the routes of this scope take in a minute. */
export async function registerAddressLimit(scope: FastifyInstance, perMinute: number): Promise<void> {
  await scope.register(rateLimit, { ...PER_MINUTE, max: perMinute });
}

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
    ...PER_MINUTE,
    // After it is known who sends it.
    hook: 'preHandler',
    max: perMinute,
    keyGenerator: nameOf,
    allowList: (request) => request.routeOptions.url !== '/graphql',
  });
}
