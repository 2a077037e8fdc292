import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Bitrix24Error, type Failure } from '../../bitrix24/protocol/errors.ts';
import { describeFault, type Loggable, type LogFields, type Logger } from '../../observability/logger.ts';
import type { GatewayContext } from '../context.ts';
import { mergeErrors } from '../demand-control/merge-errors.ts';
import { isOwnFault } from '../format-error.ts';
import type { ObserveOperation } from '../observe-operation.ts';
import { codeOf, type createFieldOutcomes, type FieldOutcome } from '../root-fields.ts';

export interface RequestReportOptions {
  readonly logger: Logger;
  readonly now: () => number;
  readonly observe?: ObserveOperation | undefined;
  readonly outcomesOf: ReturnType<typeof createFieldOutcomes>;
}

/**
 * Adds the request ID to every error, so that a client's report can be matched with the log. Writes one log line per
 * operation, and at most one more if the gateway itself failed. Neither the operation's text nor its variables are
 * logged.
 */
export function requestReport({
  logger,
  now,
  observe,
  outcomesOf,
}: RequestReportOptions): ApolloServerPlugin<GatewayContext> {
  return {
    // Only what validation or a plugin threw: everything else becomes an error of a response.
    unexpectedErrorProcessingRequest({ requestContext, error }) {
      const { requestId } = requestContext.contextValue;
      logger.error({ requestId, ...describeFault(error) }, 'the gateway failed');
      return Promise.resolve();
    },
    requestDidStart: ({ contextValue }) => {
      const { requestId, caller, portalKey, run, usage, trace, onReported } = contextValue;
      const startedAt = now();
      return Promise.resolve({
        willSendResponse(context) {
          const faults = context.errors?.filter(isOwnFault) ?? [];
          if (faults.length > 0) {
            const fault = describeFault(unwrapResolverError(faults[0]));
            logger.error({ requestId, ...fault, times: faults.length }, 'the gateway failed');
          }
          onReported();
          const ms = now() - startedAt;
          if (observe || trace) {
            const report = { kind: context.operation?.operation, ms, ...outcomeOf(context, outcomesOf) };
            observe?.(report);
            trace?.operationEnded(report, context.operationName ?? undefined);
          }
          logger.info(
            {
              requestId,
              caller: caller.name.slice(0, MAX_NAME_LENGTH),
              portalKey,
              operation: context.operationName?.slice(0, MAX_NAME_LENGTH),
              kind: context.operation?.operation,
              ms: Math.round(ms),
              cost: run.cost(),
              stopped: run.stopped()?.reason,
              errors: sendErrors(context, requestId),
              calls: usage.calls(),
              queuedMs: Math.round(usage.queuedMs()),
              upstream: upstreamOf(context.errors ?? []),
            },
            'operation',
          );
          return Promise.resolve();
        },
      });
    },
  };
}

/** The name is logged and the operation is not, so the name must not smuggle the operation into the log. */
const MAX_NAME_LENGTH = 100;

/** What became of the operation. Without a result it was not executed. */
function outcomeOf(
  { response, document, operation, contextValue }: GraphQLRequestContextWillSendResponse<GatewayContext>,
  outcomesOf: ReturnType<typeof createFieldOutcomes>,
) {
  const result = response.body.kind === 'single' ? response.body.singleResult : {};
  if (document && operation && result.data !== undefined)
    return executed(outcomesOf(document, operation, result), contextValue.audit.replayed);
  const [error] = result.errors ?? [];
  return { refused: error ? reasonOf(codeOf(error)) : 'none', fields: [], replayed: [] };
}

function executed(fields: readonly FieldOutcome[], replayedKeys: ReadonlySet<string>) {
  const names = new Map(fields.map(({ key, field }) => [key, field]));
  return { refused: undefined, fields, replayed: [...replayedKeys].flatMap((key) => names.get(key) ?? []) };
}

/** Reasons are named like those of requests that are refused earlier. */
function reasonOf(code: string): string {
  return code === 'RATE_LIMITED' ? 'too-much-held' : code.toLowerCase().replaceAll('_', '-');
}

/** Prepares the errors of a response. Returns their number per code, for the log. */
function sendErrors(
  { response, errors: originals = [] }: GraphQLRequestContextWillSendResponse<GatewayContext>,
  requestId: string,
): Record<string, number> | undefined {
  if (response.body.kind !== 'single') return undefined;
  const { singleResult } = response.body;
  if (!singleResult.errors) return undefined;
  singleResult.errors = mergeErrors(originals, singleResult.errors).map((error) => ({
    ...error,
    extensions: { ...error.extensions, requestId },
  }));
  const codes = new Map<string, number>();
  for (const error of singleResult.errors) codes.set(codeOf(error), (codes.get(codeOf(error)) ?? 0) + 1);
  return Object.fromEntries(codes);
}

/** The maximum number of portal failures in one log line. */
const MAX_FAILURES = 5;

/** The maximum length of each text of a failure in the log. The response holds the whole of it. */
const MAX_FAILURE_TEXT_LENGTH = 200;

/** The portal's errors, each once, however many fields failed because of it. Their texts are already clean. */
function upstreamOf(errors: readonly Error[]): LogFields[] | undefined {
  const failed = new Set(errors.map((error) => bitrix24ErrorIn(unwrapResolverError(error))));
  failed.delete(undefined);
  if (failed.size === 0) return undefined;
  return [...failed]
    .slice(0, MAX_FAILURES)
    .flatMap((error) => (error ? [{ method: error.method.name, ...shortened(error.failure) }] : []));
}

function shortened(failure: Failure): LogFields {
  return Object.fromEntries(
    Object.entries(failure.kind === 'lost-write' ? failure.attempt : failure).map(
      ([name, value]: [string, Loggable]) => [
        name,
        typeof value === 'string' ? value.slice(0, MAX_FAILURE_TEXT_LENGTH) : value,
      ],
    ),
  );
}

function bitrix24ErrorIn(error: unknown): Bitrix24Error | undefined {
  if (error instanceof Bitrix24Error) return error;
  return error instanceof Error && error.cause !== undefined ? bitrix24ErrorIn(error.cause) : undefined;
}
