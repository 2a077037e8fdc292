import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { clientError } from '../graphql/errors/client-error.ts';
import { Refusal } from './refusal.ts';
import { createRequestCounts } from './request-counts.ts';

const MINUTE_MS = 60_000;

/** Senders that are counted exactly; beyond them, only millions of requests a minute could make others pay for it. */
const MAX_SENDERS = 10_000;

export interface RequestLimitOptions {
  readonly perMinute: number;
  /** Who sends a request. */
  readonly nameOf: (request: FastifyRequest) => string;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/**
 * Creates a hook that limits the requests per sender that a scope accepts per minute. They are counted in this process.
 */
export async function requestLimit(
  scope: FastifyInstance,
  { perMinute, nameOf, now }: RequestLimitOptions,
): Promise<preHandlerAsyncHookHandler> {
  await scope.register(rateLimit, {
    global: false,
    timeWindow: MINUTE_MS,
    max: perMinute,
    keyGenerator: nameOf,
    store: storeBy(now),
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
  });
  return scope.rateLimit();
}

/** The library's own store forgets the senders that it has not seen for longest, so many addresses would empty it. */
function storeBy(now: () => number): FastifyRateLimitStoreCtor {
  return class implements FastifyRateLimitStore {
    readonly #counts = createRequestCounts({ now, windowMs: MINUTE_MS, room: MAX_SENDERS });

    incr(...[name, callback]: Parameters<FastifyRateLimitStore['incr']>): void {
      const { count, endsInMs } = this.#counts.add(name);
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
