import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { clientError } from '../graphql/errors/client-error.ts';
import { Refusal } from './refusal.ts';
import { COUNTED_MS, type CreateCounts } from './create-counts.ts';
import type { RequestCounts } from './request-counts.ts';

export interface RequestLimitOptions {
  readonly perMinute: number;
  /** Who sends a request. */
  readonly nameOf: (request: FastifyRequest) => string;
  /** What is counted; see {@link CreateCounts}. */
  readonly kind: string;
  readonly createCounts: CreateCounts;
}

/** Creates a hook that limits the requests per sender that a scope accepts per minute. */
export async function requestLimit(
  scope: FastifyInstance,
  { perMinute, nameOf, kind, createCounts }: RequestLimitOptions,
): Promise<preHandlerAsyncHookHandler> {
  await scope.register(rateLimit, {
    global: false,
    timeWindow: COUNTED_MS,
    max: perMinute,
    keyGenerator: nameOf,
    store: storeIn(createCounts(kind, perMinute)),
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
  });
  return scope.rateLimit();
}

/** The library's own store forgets the senders that it has not seen for longest, so many addresses would empty it. */
function storeIn(counts: RequestCounts): FastifyRateLimitStoreCtor {
  return class implements FastifyRateLimitStore {
    incr(...[name, callback]: Parameters<FastifyRateLimitStore['incr']>): void {
      const { count, endsInMs } = counts.add(name);
      callback(null, { current: count, ttl: Math.ceil(endsInMs) });
    }

    child(): this {
      return this;
    }
  };
}

/** Refuses a request of somebody who sends too many. */
export function tooManyRequests(retryAfterMs: number): Refusal {
  const message =
    'You have sent too many requests. Nothing was executed: send the operation again after "retryAfterMs" milliseconds.';
  return new Refusal(
    429,
    clientError('RATE_LIMITED', { message }, { retryAfterMs }),
    {},
    'too-many-requests',
  );
}
