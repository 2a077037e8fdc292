import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { clientError } from '../graphql/errors/client-error.ts';
import { Refusal } from './refusal.ts';

const MINUTE_MS = 60_000;

/**
 * Makes a hook that bounds how many requests of one sender a scope takes in a minute. They are counted in this process.
 *
 * @param nameOf who sends a request; its address by default
 */
export async function requestLimit(
  scope: FastifyInstance,
  perMinute: number,
  nameOf?: (request: FastifyRequest) => string,
): Promise<preHandlerAsyncHookHandler> {
  await scope.register(rateLimit, { global: false });
  return scope.rateLimit({
    timeWindow: MINUTE_MS,
    max: perMinute,
    ...(nameOf && { keyGenerator: nameOf }),
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
  });
}

function tooManyRequests(retryAfterMs: number): Refusal {
  const message =
    'This gateway takes no more requests from you for now. Nothing was executed: send the operation again after "retryAfterMs".';
  return new Refusal(429, clientError('RATE_LIMITED', { message }, { retryAfterMs }));
}
