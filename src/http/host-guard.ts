import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/loopback.ts';
import { badRequest } from './refusal.ts';

/**
 * Refuses requests whose `Host` is not one this server answers to. A gateway that trusts loopback must not be reached
 * through a web page whose host name was pointed at 127.0.0.1 (DNS rebinding): the browser then names that host.
 */
export function registerHostGuard(server: FastifyInstance, loopbackOnly: boolean): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const url = `http://${request.headers.host ?? ''}/`;
    if (!URL.canParse(url)) {
      done(badRequest(400, 'The Host header is missing or not valid.'));
    } else if (loopbackOnly && !isLoopback(new URL(url).hostname)) {
      done(badRequest(403, 'This gateway serves this machine only: address it as 127.0.0.1 or localhost.'));
    } else {
      done();
    }
  });
}
