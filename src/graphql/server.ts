import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { logTexts, type Logger } from '../observability/logger.ts';
import type { GatewayContext } from './context.ts';
import { formatError } from './format-error.ts';
import { knownOperationTypes } from './known-operation-types.ts';
import { DOCUMENT_LIMITS, MAX_TOKENS } from './document-limits.ts';
import { demandControl } from './plugins/demand-control.ts';
import { refuseWhileStopping } from './plugins/drain.ts';
import { operationLifetime } from './plugins/operation-lifetime.ts';
import { requestReport } from './plugins/request-report.ts';
import { validationErrors } from './plugins/validation-errors.ts';
import { variableCheck } from './plugins/variable-check.ts';
import { createSchema } from './schema.ts';

export interface GraphQLServerOptions {
  readonly production: boolean;
  /** The most that one operation may cost. */
  readonly costLimit: number;
  readonly logger: Logger;
  readonly now: () => number;
  readonly isStopping: () => boolean;
  /** What a browser sees at the endpoint. */
  readonly landingPage: ApolloServerPlugin<GatewayContext>;
}

/** Apollo Server with everything that could leak, report home or be abused switched off by name. */
export function createGraphQLServer(options: GraphQLServerOptions): ApolloServer<GatewayContext> {
  const { production, costLimit, logger, now, isStopping, landingPage } = options;
  const schema = createSchema();
  return new ApolloServer<GatewayContext>({
    schema,
    logger: logTexts(logger),
    formatError,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: null,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    maxRecursiveSelections: true,
    validationRules: [...DOCUMENT_LIMITS, knownOperationTypes],
    stopOnTerminationSignals: false,
    plugins: [
      refuseWhileStopping(isStopping),
      validationErrors(),
      variableCheck(),
      demandControl(schema, costLimit),
      operationLifetime(),
      requestReport(logger, now),
      landingPage,
      // Answers must not be cached, and the plugin walks every field of every answer to find out.
      ApolloServerPluginCacheControlDisabled(),
      // Traces would carry error messages past the translation.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
