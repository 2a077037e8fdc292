import type { FastifyRequest } from 'fastify';

/** What one step finds out about a request, for the steps after it. */
export interface RequestValue<T extends object> {
  set(request: FastifyRequest, value: T): void;
  /** @throws if no step has set it: a fault of ours */
  get(request: FastifyRequest): T;
}

/** A value of each request that is dropped with the request. Typed, unlike a decorator of Fastify. */
export function requestValue<T extends object>(): RequestValue<T> {
  const values = new WeakMap<FastifyRequest, T>();
  return {
    set(request, value) {
      values.set(request, value);
    },
    get(request) {
      const value = values.get(request);
      if (!value) throw new Error('a step of a request needs what no step before it has found out');
      return value;
    },
  };
}
