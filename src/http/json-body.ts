import type { FastifyInstance } from 'fastify';
import { badRequest } from './refusal.ts';

/** RFC 8259: JSON between systems is UTF-8, whatever the parameter says; a parameter that says otherwise is a mistake. */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/gi;

/**
 * Reads JSON bodies, and only those: a page of another origin may send a text/plain body without a preflight request.
 *
 * Bytes that are not UTF-8 are refused. A lenient decoder replaces them by U+FFFD, and a password stored that way is lost.
 */
export function registerJsonBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = typeof body === 'string' ? body : decoder.decode(body);
    } catch {
      done(badRequest(400, 'The body of the request is not valid UTF-8.'));
      return;
    }
    void parse(request, text, done);
  });

  server.addHook('onRequest', (request, _reply, done) => {
    const { 'content-encoding': encoding, 'content-type': type = '' } = request.headers;
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      done(badRequest(415, 'Send the body without "Content-Encoding".', { 'accept-encoding': 'identity' }));
      return;
    }
    const isUtf8 = [...type.matchAll(CHARSET)].every(([, charset]) => /^utf-?8$/i.test(charset ?? ''));
    done(
      isUtf8 ? undefined : badRequest(415, 'Send the body in UTF-8, with "Content-Type: application/json".'),
    );
  });
}
