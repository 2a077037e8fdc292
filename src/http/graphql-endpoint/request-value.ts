import type { FastifyRequest } from 'fastify';

/** A value that one hook finds for each request and later steps read. */
export interface RequestValue<T extends object | string> {
  set(request: FastifyRequest, value: T): void;
  /** @throws if no hook has set it: a fault of the gateway */
  get(request: FastifyRequest): T;
}

/** Keeps a value for as long as its request lives. Typed, unlike a decorator of Fastify. */
export function requestValue<T extends object | string>(): RequestValue<T> {
  const values = new WeakMap<FastifyRequest, T>();
  return {
    set(request, value) {
      values.set(request, value);
    },
    get(request) {
      const value = values.get(request);
      if (value === undefined) throw new Error('no hook has set this value of the request');
      return value;
    },
  };
}
