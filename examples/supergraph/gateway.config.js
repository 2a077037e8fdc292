/** Which portal the caller means, and the caller's own token for it if the gateway passes tokens on. */
const PORTAL_HEADERS = ['x-bitrix24-portal', 'x-bitrix24-token'];

/**
 * What the telephony gateway sees of the caller: the caller's own key or token, whose scopes then apply, or the
 * router's if the caller sends none. Never both, because only one `Authorization` is read.
 *
 * @param header returns a header of the caller's request by name
 * @param routerAuthorization the router's own `Authorization`, such as `Bearer KEY`
 */
export function headersForTelephony(header, routerAuthorization) {
  const portal = PORTAL_HEADERS.map((name) => [name, header(name)]);
  const authorization = header('authorization') ?? routerAuthorization;
  return Object.fromEntries([['authorization', authorization], ...portal].filter(([, value]) => value));
}

/** The options of Hive Gateway that concern the telephony gateway. It masks no errors of subgraphs. */
export function hiveGatewayOptions(routerAuthorization) {
  return {
    propagateHeaders: {
      fromClientToSubgraphs: ({ request, subgraphName }) =>
        subgraphName === 'telephony'
          ? headersForTelephony((name) => request.headers.get(name) ?? undefined, routerAuthorization)
          : {},
    },
    // Longer than the gateway's own deadlines, 45 s for a write and 60 s for a query: a write that the router gives up
    // on may still be made. There is no timeout by default. No `upstreamRetry`: it would also repeat mutations.
    upstreamTimeout: 75_000,
  };
}

// TELEPHONY_AUTHORIZATION='Bearer KEY' hive-gateway supergraph supergraph.graphql
export const gatewayConfig = hiveGatewayOptions(process.env.TELEPHONY_AUTHORIZATION);
