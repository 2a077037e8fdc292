import { HeaderMap, type ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { GatewayContext } from '../../graphql/context.ts';
import { FIRST_EXAMPLE } from '../explorer/examples.ts';
import { prefersPage } from '../media-type.ts';

/**
 * Apollo Sandbox for a browser that opens the endpoint; nothing in production. Its script comes from Apollo's CDN: see
 * {@link landingPage} for machines without internet.
 */
export function landingPagePlugin(production: boolean): ApolloServerPlugin {
  if (production) return ApolloServerPluginLandingPageDisabled();
  return ApolloServerPluginLandingPageLocalDefault({
    document: FIRST_EXAMPLE.query,
    variables: FIRST_EXAMPLE.variables,
    footer: false,
    embed: {
      endpointIsEditable: false,
      runTelemetry: false,
      initialState: { pollForSchemaUpdates: false, sharedHeaders: {} },
    },
  });
}

/**
 * Makes the hook that serves the page to a browser. It runs before every check of the caller: there is no operation to
 * authorize, and the page shows nothing of a portal.
 *
 * @param explorerPath where the page leads if Apollo Sandbox cannot be loaded; undefined for nowhere
 */
export function landingPage(
  apollo: ApolloServer<GatewayContext>,
  explorerPath: string | undefined,
): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (!isPageView(request)) return;
    const page = await render(apollo);
    return reply
      .type('text/html; charset=utf-8')
      .send(page.replace(FALLBACK, fallback(explorerPath)).replace(SANDBOX_RULE, EMPTY_SANDBOX_RULE));
  };
}

/** What Apollo's page says where its script could not be loaded. */
const FALLBACK = /(?<=<div class="fallback">)[^]*?(?=<\/div>)/;

/** Apollo Sandbox lies over that text, even where there is none. */
const SANDBOX_RULE = '#embeddableSandbox {';
const EMPTY_SANDBOX_RULE = `#embeddableSandbox:empty { display: none; }\n  ${SANDBOX_RULE}`;

function fallback(explorerPath: string | undefined): string {
  const other =
    explorerPath === undefined
      ? ''
      : ` <a href="${explorerPath}">The explorer of this gateway</a> works without internet.`;
  return `<h1>Bitrix24 telephony</h1><p>Apollo Sandbox is loaded from the internet, and cannot be reached.${other}</p>`;
}

/** True for a browser that opens the endpoint without an operation. */
function isPageView({ method, query, headers }: FastifyRequest): boolean {
  return method === 'GET' && prefersPage(headers.accept) && !Object.hasOwn(query as object, 'query');
}

async function render(apollo: ApolloServer<GatewayContext>): Promise<string> {
  const { body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap([['accept', 'text/html']]),
      search: '',
      body: undefined,
    },
    context: () => Promise.reject(new Error('a page needs no context')),
  });
  if (body.kind !== 'complete') throw new Error('the page comes in parts');
  return body.string;
}
