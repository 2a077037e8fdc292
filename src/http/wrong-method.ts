import type { FastifyInstance } from 'fastify';
import { badRequest } from './refusal.ts';

const METHODS = ['GET', 'POST'] as const;

/** Refuses requests with 405 instead of 404 if only their method is wrong. */
export function registerMethodCheck(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const [url = '/'] = request.url.split('?');
    const allowed = request.is404 ? METHODS.filter((method) => server.hasRoute({ method, url })) : [];
    if (allowed.length === 0) done();
    else done(badRequest(405, `Use ${allowed.join(' or ')} here.`, { allow: allowed.join(', ') }));
  });
}
