import type { FastifyInstance } from 'fastify';
import { registerExplorer } from './explorer/explorer.ts';
import { registerReference } from './reference.ts';
import { registerWelcomePage, type PagePaths } from './welcome-page.ts';

/** Serves the pages for people, with one at the root that leads to the others. */
export function registerDevelopmentPages(server: FastifyInstance): PagePaths {
  const pages = { explorerPath: registerExplorer(server), referencePath: registerReference(server) };
  registerWelcomePage(server, pages);
  return pages;
}
