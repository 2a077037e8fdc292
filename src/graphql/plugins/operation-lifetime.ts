import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { OperationTypeNode, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { StoppedError } from '../demand-control/stopped-error.ts';
import { stoppedOperation } from '../demand-control/stopped-operation.ts';

/** Starts an operation's run when it is executed, and ends it with the response. */
export function operationLifetime(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: ({ contextValue: { run } }) =>
      Promise.resolve({
        executionDidStart({ operation }) {
          run.begin(isMutation(operation) ? 'mutation' : 'query');
          return Promise.resolve();
        },
        willSendResponse({ response }) {
          run.end();
          const displaced = run.displaced();
          if (displaced) discardData(response, displaced);
          return Promise.resolve();
        },
      }),
  };
}

// Apollo Server also executes a document without the requested operation, to get the error.
function isMutation(operation: OperationDefinitionNode | undefined): boolean {
  return operation?.operation === OperationTypeNode.MUTATION;
}

/** Every root field becomes null, with an error where it has none of this kind yet. */
function discardData(
  { body }: GraphQLRequestContextWillSendResponse<GatewayContext>['response'],
  reason: StoppedError,
): void {
  if (body.kind !== 'single' || !body.singleResult.data) return;
  const { data, errors = [] } = body.singleResult;
  const { message, extensions } = stoppedOperation(reason);
  const explained = new Set<unknown>(errors.filter(isOfMemory).map(({ path }) => path?.[0]));
  const missing = Object.keys(data).filter((key) => !explained.has(key));
  body.singleResult.data = Object.fromEntries(Object.keys(data).map((key) => [key, null]));
  body.singleResult.errors = [...errors, ...missing.map((key) => ({ message, path: [key], extensions }))];
}

function isOfMemory({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === 'OPERATION_TOO_COSTLY' && extensions['bound'] === 'memory';
}
