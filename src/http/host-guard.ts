import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/loopback.ts';
import { badRequest } from './refusal.ts';

/**
 * Refuses requests without a valid `Host`, and requests for other hosts on a gateway that serves loopback only. A web page
 * must not reach that gateway by pointing its own host name at 127.0.0.1 (DNS rebinding): the browser sends that name.
 */
export function registerHostGuard(server: FastifyInstance, loopbackOnly: boolean): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const url = `http://${request.headers.host ?? ''}/`;
    if (!URL.canParse(url)) {
      done(badRequest(400, 'The Host header is missing or not valid.'));
    } else if (loopbackOnly && !isLoopback(new URL(url).hostname)) {
      done(badRequest(403, 'This gateway serves this machine only. Use 127.0.0.1 or localhost as its host.'));
    } else {
      done();
    }
  });
}
