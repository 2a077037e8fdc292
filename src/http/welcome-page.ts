import type { FastifyInstance } from 'fastify';
import { prefersPage } from './media-type.ts';
import { sendNotFound } from './refusal.ts';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/** The paths of pages for people, which only development has. */
export interface PagePaths {
  /** The offline explorer; undefined where its client is not installed. */
  readonly explorerPath: string | undefined;
  readonly referencePath: string;
}

/**
 * A page at the root for people who open the gateway in a browser. Other clients get what any path without a route
 * gets.
 */
export function registerWelcomePage(server: FastifyInstance, pages: PagePaths): void {
  const page = pageWith(pages);
  server.get('/', (request, reply) => {
    if (!prefersPage(request.headers.accept)) {
      sendNotFound(reply);
      return reply;
    }
    return reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .type('text/html; charset=utf-8')
      .send(page);
  });
}

const pageWith = ({ explorerPath, referencePath }: PagePaths) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Bitrix24 telephony gateway</title>
    <link rel="icon" href="data:," />
    <style>
      body { max-width: 40em; margin: 3em auto; padding: 0 1em; font: 16px/1.5 system-ui, sans-serif; }
      dt { margin-top: 1em; font-weight: 600; }
      dd { margin: 0; }
    </style>
  </head>
  <body>
    <h1>Bitrix24 telephony gateway</h1>
    <p>A GraphQL API for the built-in telephony of Bitrix24: SIP lines, outgoing lines, users, calls.</p>
    <dl>
${
  explorerPath === undefined
    ? ''
    : `      <dt><a href="${explorerPath}">Explorer</a></dt>
      <dd>Try it: examples to send, with the documentation of every field. Works without internet.</dd>
`
}      <dt><a href="/graphql">Apollo Sandbox</a></dt>
      <dd>The same in Apollo's explorer, which is loaded from the internet. Clients send their operations to this address.</dd>
      <dt><a href="${referencePath}">Reference</a></dt>
      <dd>Every operation, type and error, with examples and a search. Works without internet.</dd>
      <dt><a href="/health/ready">Readiness</a></dt>
      <dd>Whether the gateway can serve requests, and what an administrator has to do if not.</dd>
    </dl>
  </body>
</html>
`;
