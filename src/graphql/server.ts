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
import type { ObserveOperation } from './observe-operation.ts';
import type { RunKeyed } from './idempotency/run-keyed.ts';
import { knownOperationTypes } from './known-operation-types.ts';
import { createDocumentCache } from './document-cache.ts';
import { DOCUMENT_LIMITS, MAX_TOKENS } from './document-limits.ts';
import { MAX_PROBLEMS } from './arguments/check-variables.ts';
import { auditLog } from './plugins/audit-log.ts';
import { demandControl } from './plugins/demand-control.ts';
import { refuseWhileStopping } from './plugins/drain.ts';
import { largeResponses } from './plugins/large-responses.ts';
import { operationLifetime } from './plugins/operation-lifetime.ts';
import { replayHeader } from './plugins/replay-header.ts';
import { requestReport } from './plugins/request-report.ts';
import { validationErrors } from './plugins/validation-errors.ts';
import { variableCheck } from './plugins/variable-check.ts';
import { variableLength } from './plugins/variable-length.ts';
import { createFieldOutcomes } from './root-fields.ts';
import { createSchema } from './schema.ts';

export interface GraphQLServerOptions {
  readonly production: boolean;
  /** The maximum cost of an operation. */
  readonly costLimit: number;
  readonly logger: Logger;
  readonly now: () => number;
  readonly observe?: ObserveOperation | undefined;
  /** Whether requests may have traces. */
  readonly isTraced: boolean;
  readonly isStopping: () => boolean;
  /** See `refuseLateWrites`. */
  readonly hasTimeForWrite: () => boolean;
  readonly runKeyed: RunKeyed;
  /** What a browser sees at the endpoint. */
  readonly landingPage: ApolloServerPlugin<GatewayContext>;
}

/** Apollo Server with everything that could leak, phone home or be abused explicitly disabled. */
export function createGraphQLServer(options: GraphQLServerOptions): ApolloServer<GatewayContext> {
  const { production, costLimit, logger, now, isStopping, landingPage } = options;
  const outcomesOf = createFieldOutcomes();
  const schema = createSchema(options);
  return new ApolloServer<GatewayContext>({
    schema,
    logger: withoutUnexpectedErrors(logTexts(logger)),
    formatError,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: createDocumentCache(),
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    // Its rule would let ours run only after all others. `refuseCostlyDocuments` limits how often fragments are spread.
    maxRecursiveSelections: false,
    validationOptions: { maxErrors: MAX_PROBLEMS, hideSuggestions: production },
    validationRules: [...DOCUMENT_LIMITS, knownOperationTypes],
    stopOnTerminationSignals: false,
    plugins: [
      refuseWhileStopping(isStopping),
      validationErrors(),
      variableLength(costLimit),
      variableCheck(),
      demandControl(schema, costLimit),
      operationLifetime(),
      // Before errors are merged.
      auditLog(logger, outcomesOf),
      requestReport({ logger, now, observe: options.observe, outcomesOf }),
      replayHeader(),
      landingPage,
      // Responses must not be cached, and the plugin visits every field of every response to find out.
      ApolloServerPluginCacheControlDisabled(),
      // Traces would expose error messages that bypass the translation.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      largeResponses(),
    ],
  });
}

/**
 * The request report logs unexpected errors with their request. This line names none, and quotes the error's message.
 */
const UNEXPECTED_ERROR = 'Unexpected error processing request: ';

function withoutUnexpectedErrors(logger: ReturnType<typeof logTexts>): ReturnType<typeof logTexts> {
  return {
    ...logger,
    error: (message) => {
      if (typeof message === 'string' && message.startsWith(UNEXPECTED_ERROR)) return;
      logger.error(message);
    },
  };
}
