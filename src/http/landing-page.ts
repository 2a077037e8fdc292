import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { EXAMPLE_OPERATION, EXAMPLE_VARIABLES } from './example-operation.ts';

/**
 * Apollo Sandbox for a browser that opens the endpoint; nothing in production. Its script comes from Apollo's CDN, so
 * `/explorer` stands beside it for machines without internet.
 */
export function landingPage(production: boolean): ApolloServerPlugin {
  if (production) return ApolloServerPluginLandingPageDisabled();
  return ApolloServerPluginLandingPageLocalDefault({
    document: EXAMPLE_OPERATION,
    variables: EXAMPLE_VARIABLES,
    footer: false,
    embed: {
      endpointIsEditable: false,
      runTelemetry: false,
      initialState: { pollForSchemaUpdates: false, sharedHeaders: {} },
    },
  });
}
