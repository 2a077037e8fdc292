import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { EXAMPLE_OPERATION, EXAMPLE_VARIABLES } from './example-operation.ts';

// The page runs third-party code, so it may connect only to this server.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

const PATH = '/explorer';

/**
 * A GraphQL client served whole from here, so it works without internet.
 *
 * @returns its path; undefined where the client's package, which is optional, is not installed
 */
export async function registerExplorer(server: FastifyInstance): Promise<string | undefined> {
  const altair = await import('altair-static').catch(unlessMissing);
  if (!altair) return undefined;
  const { getDistDirectory, renderAltair } = altair;
  const page = renderAltair({
    baseURL: `${PATH}/`,
    endpointURL: '/graphql',
    initialQuery: EXAMPLE_OPERATION,
    initialVariables: JSON.stringify(EXAMPLE_VARIABLES, null, 2),
    initialName: 'Bitrix24 telephony',
    // It would be one with a third party, and out of reach.
    disableAccount: true,
  });
  await server.register(fastifyStatic, { root: getDistDirectory(), prefix: `${PATH}/`, index: false });
  for (const path of [PATH, `${PATH}/`]) {
    server.get(path, (_request, reply) =>
      reply
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .type('text/html; charset=utf-8')
        .send(page),
    );
  }
  return PATH;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
  throw error;
}
