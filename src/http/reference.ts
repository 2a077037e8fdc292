import type { FastifyInstance } from 'fastify';
import { readPackageFile, REFERENCE_FILES } from '../config/package-file.ts';

const PATH = '/docs';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the reference of operations, types and errors, which was generated beforehand (`src/reference`). Its files are read
 * when they are requested.
 *
 * @returns its path
 */
export function registerReference(server: FastifyInstance): string {
  server.get(PATH, (_request, reply) =>
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .type('text/html; charset=utf-8')
      .send(readPackageFile('assets/docs.html')),
  );
  // The page's links to its style and script are relative, so that it also works as a file.
  server.get(`${PATH}/`, (_request, reply) => reply.redirect(PATH, 308));
  for (const name of REFERENCE_FILES) {
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    server.get(`${PATH}/${name}`, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(readPackageFile(`assets/docs/${name}`)),
    );
  }
  return PATH;
}
