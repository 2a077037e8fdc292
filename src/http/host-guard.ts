import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/loopback.ts';
import { parseUrl } from '../config/parse-url.ts';
import { badRequest } from './refusal.ts';
import { rememberLast } from './remember-last.ts';

const OTHER_HOST = 'This gateway only serves this machine. Use 127.0.0.1 or localhost as the host.';

/**
 * Refuses requests without a valid `Host`, and requests for other hosts on a gateway that serves loopback only. A web
 * page must not reach that gateway by pointing its own host name at 127.0.0.1 (DNS rebinding): the browser sends that
 * name.
 *
 * A gateway that serves others lets probes do without: balancers still send HTTP/1.0 without a `Host`, and probes have
 * nothing to steal.
 */
export function registerHostGuard(server: FastifyInstance, loopbackOnly: boolean): void {
  const hostnameOf = rememberLast((host) => parseUrl(`http://${host}/`)?.hostname);
  server.addHook('onRequest', (request, _reply, done) => {
    const { host = '' } = request.headers;
    const hostname = hostnameOf(host);
    const isProbe = request.url.startsWith('/health/');
    if (host === '' && isProbe && !loopbackOnly) {
      done();
    } else if (hostname === undefined) {
      done(badRequest(400, 'The Host header is missing or not valid.'));
    } else if (loopbackOnly && !isLoopback(hostname)) {
      done(badRequest(403, OTHER_HOST, {}, 'other-host'));
    } else {
      done();
    }
  });
}
