import type { FastifyInstance } from 'fastify';
import { badRequest, sendNotFound } from './refusal.ts';

const METHODS = ['GET', 'POST'] as const;

/**
 * Refuses requests that have no route before their bodies are read: with 405 if only their method is wrong, otherwise
 * with 404.
 */
export function registerRouteCheck(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const [url = '/'] = request.url.split('?');
    const allowed = request.is404 ? METHODS.filter((method) => server.hasRoute({ method, url })) : [];
    if (!request.is404) done();
    else if (allowed.length === 0) sendNotFound(reply);
    else done(badRequest(405, `Use ${allowed.join(' or ')} here.`, { allow: allowed.join(', ') }));
  });
}
