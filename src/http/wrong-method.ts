import type { FastifyInstance } from 'fastify';
import { sendRequestError } from './request-error.ts';

const METHODS = ['GET', 'POST'] as const;

/** Tells a client that the address is right and the method is not, instead of that there is nothing. */
export function registerMethodCheck(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const [url = '/'] = request.url.split('?');
    const allowed = request.is404 ? METHODS.filter((method) => server.hasRoute({ method, url })) : [];
    if (allowed.length === 0) {
      done();
      return;
    }
    void reply.header('allow', allowed.join(', '));
    sendRequestError(reply, 405, `Use ${allowed.join(' or ')} here.`);
  });
}
