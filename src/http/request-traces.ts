import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestTrace } from '../graphql/request-trace.ts';
import { whenClosed } from './when-closed.ts';

/** A request whose headers have arrived. */
export interface BegunRequest {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  /** `http` or `https`, as the client sees it. */
  readonly scheme: string;
  /** For the caller's trace context; they hold secrets too. */
  readonly headers: IncomingHttpHeaders;
}

export type BeginTrace = (request: BegunRequest) => RequestTrace;

/** Those that do something; not probes and pages. */
const TRACED: ReadonlySet<string> = new Set(['/graphql', '/bitrix24/install']);

/**
 * Begins the traces of requests and ends them. For a server whose routes are registered afterwards.
 *
 * @returns the trace of a request; undefined if it has none
 */
export function traceRequests(
  server: FastifyInstance,
  begin: BeginTrace | undefined,
): (request: FastifyRequest) => RequestTrace | undefined {
  if (!begin) return () => undefined;
  const traces = new WeakMap<FastifyRequest, RequestTrace>();
  const executions = new WeakMap<FastifyRequest, Promise<unknown>>();
  server.addHook('onRequest', (request, reply, done) => {
    const { url: route = '' } = request.routeOptions;
    if (TRACED.has(route)) {
      const { id: requestId, method, protocol: scheme, headers } = request;
      const trace = begin({ requestId, method, route, scheme, headers });
      traces.set(request, trace);
      const { raw } = reply;
      whenClosed(raw, () => {
        const status = raw.writableFinished ? raw.statusCode : undefined;
        const end = () => {
          trace.ended(status);
        };
        // Goes on without its client.
        const execution = executions.get(request);
        if (execution) execution.then(end, end);
        else end();
      });
    }
    done();
  });
  server.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const result: unknown = handler.call(this, request, reply);
      if (result instanceof Promise) executions.set(request, result);
      return result;
    };
  });
  return (request) => traces.get(request);
}
