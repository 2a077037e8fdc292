import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { describeFault, type Loggable, type LogFields, type Logger } from '../../observability/logger.ts';
import type { GatewayContext } from '../context.ts';
import { isOwnFault } from '../format-error.ts';

/**
 * Puts the request's id into every error, so that a client's report and the log meet, and writes one line for each
 * operation. Neither the text of the operation nor its variables are logged.
 */
export function requestReport(logger: Logger, now: () => number): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: ({ contextValue: { requestId } }) => {
      const startedAt = now();
      return Promise.resolve({
        didEncounterErrors({ errors }) {
          for (const error of errors) {
            const fault = unwrapResolverError(error);
            if (isOwnFault(error)) logger.error({ requestId, ...describeFault(fault) }, 'the gateway failed');
          }
          return Promise.resolve();
        },
        willSendResponse(context) {
          const errors = attachRequestId(context, requestId);
          logger.info(
            {
              requestId,
              operation: context.operationName?.slice(0, MAX_NAME_LENGTH),
              kind: context.operation?.operation,
              ms: Math.round(now() - startedAt),
              errors,
              upstream: context.errors?.map((error) => upstreamOf(unwrapResolverError(error))),
            },
            'operation',
          );
          return Promise.resolve();
        },
      });
    },
  };
}

/** A name is logged, the operation is not: nobody shall smuggle one into the other. */
const MAX_NAME_LENGTH = 100;

function attachRequestId(
  { response }: GraphQLRequestContextWillSendResponse<GatewayContext>,
  requestId: string,
): Loggable[] | undefined {
  if (response.body.kind !== 'single') return undefined;
  const { singleResult } = response.body;
  if (!singleResult.errors) return undefined;
  singleResult.errors = singleResult.errors.map((error) => ({
    ...error,
    extensions: { ...error.extensions, requestId },
  }));
  return singleResult.errors.map(({ extensions }) => {
    const code = extensions?.['code'];
    return typeof code === 'string' ? code : null;
  });
}

/** The portal's side of an error for the log; the texts in it are clean already. */
function upstreamOf(error: unknown): LogFields | undefined {
  if (error instanceof Bitrix24Error) return { method: error.method.name, ...error.failure };
  return error instanceof Error && error.cause !== undefined ? upstreamOf(error.cause) : undefined;
}
