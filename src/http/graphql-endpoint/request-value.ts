import type { FastifyRequest } from 'fastify';

/** A value that one hook finds for each request and later steps read. */
export interface RequestValue<T extends object | string> {
  set(request: FastifyRequest, value: T): void;
  /** @throws if no hook has set it: a fault of the gateway */
  get(request: FastifyRequest): T;
}

/**
 * Keeps a value for as long as its request lives. Typed, unlike a decorator of Fastify, and a property of the request,
 * because a weak map with an entry for each request is work for the garbage collector.
 */
export function requestValue<T extends object | string>(): RequestValue<T> {
  const key = Symbol('value of a request');
  type Carrier = FastifyRequest & { [key]?: T };
  return {
    set(request: Carrier, value) {
      request[key] = value;
    },
    get(request: Carrier) {
      const value = request[key];
      if (value === undefined) throw new Error('no hook has set this value of the request');
      return value;
    },
  };
}
