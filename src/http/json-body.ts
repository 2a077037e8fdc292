import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasDuplicateKey } from './duplicate-keys.ts';
import type { Holding } from './held-memory.ts';
import { readBody } from './read-body.ts';
import { badRequest } from './refusal.ts';

/**
 * RFC 8259: JSON between systems is UTF-8, whatever the parameter says; a parameter that says otherwise is a mistake.
 */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/gi;

const DUPLICATE_KEY = 'An object in the request body has the same key twice. Send each key once.';

export interface JsonBodyOptions {
  /** The most bytes that are read. */
  readonly limit: number;
  /** Records what has been read of a request's body. */
  readonly holdingOf: (request: FastifyRequest) => Holding;
  /** What is kept of a body. */
  readonly keep: (body: unknown) => unknown;
}

/**
 * Reads the JSON bodies of a scope.
 *
 * Bytes that are not UTF-8 are refused. A lenient decoder replaces them by U+FFFD, and a password stored that way is
 * lost.
 */
export function registerJsonBody(server: FastifyInstance, { limit, holdingOf, keep }: JsonBodyOptions): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  server.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const body = await readBody(payload, limit, holdingOf(request));
      if (body.length === 0) throw badRequest(400, 'The request body is empty.');
      const text = decode(body);
      return new Promise((resolve, reject) => {
        void parse(request, text, (error, value) => {
          if (error) reject(error);
          else if (hasDuplicateKey(text)) reject(badRequest(400, DUPLICATE_KEY));
          else resolve(keep(value));
        });
      });
    },
  );

  function decode(body: Buffer): string {
    try {
      return decoder.decode(body);
    } catch {
      throw badRequest(400, 'The request body is not valid UTF-8.');
    }
  }
}

/**
 * Refuses bodies that no scope reads: a page of another origin may send a text/plain body without a preflight request.
 * None are read in another encoding.
 */
export function refuseOtherBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
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
