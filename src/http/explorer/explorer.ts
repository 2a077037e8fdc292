import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { readPackageFile } from '../../config/package-file.ts';
import { sendNotFound } from '../refusal.ts';
import { EXAMPLES } from './examples.ts';

const PATH = '/explorer';

const CLIENT = '@graphql-yoga/render-graphiql/graphiql';

// The page runs third-party code, so it may connect only to this server. The editor writes its styles into the page.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A GraphQL client served whole from here, so it works without internet. Nothing of it is loaded before it is opened.
 *
 * @returns its path; undefined where the client's package, which is optional, is not installed
 */
export function registerExplorer(server: FastifyInstance): string | undefined {
  if (!isInstalled(CLIENT)) return undefined;
  for (const path of [PATH, `${PATH}/`]) {
    server.get(path, (_request, reply) =>
      reply
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .type('text/html; charset=utf-8')
        .send(page()),
    );
  }
  server.get<{ Params: { file: string } }>(`${PATH}/:file`, async ({ params }, reply) => {
    const content = await contentOf(params.file);
    if (content === undefined) {
      sendNotFound(reply);
      return reply;
    }
    const type = params.file.endsWith('.css') ? 'text/css' : 'text/javascript';
    return reply.type(`${type}; charset=utf-8`).send(content);
  });
  return PATH;
}

function page(): string {
  const examples = EXAMPLES.map((example) => ({
    ...example,
    variables: JSON.stringify(example.variables, null, 2),
  }));
  // Within a script element, `<` could end it.
  const json = JSON.stringify(examples).replaceAll('<', '\\u003c');
  return readPackageFile('assets/explorer/index.html').replace('EXAMPLES', () => json);
}

async function contentOf(file: string): Promise<string | undefined> {
  switch (file) {
    case 'explorer.js':
    case 'explorer.css':
      return readPackageFile(`assets/explorer/${file}`);
    case 'graphiql.js':
      return (await client()).js;
    case 'graphiql.css':
      return (await client()).css;
    case 'editor-worker.js':
      return (await client()).editorWorkerService;
    case 'json-worker.js':
      return (await client()).jsonWorker;
    case 'graphql-worker.js':
      return (await client()).graphqlWorker;
    default:
      return undefined;
  }
}

const client = () => import('@graphql-yoga/render-graphiql/graphiql');

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
