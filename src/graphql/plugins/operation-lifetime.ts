import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';

/** Starts an operation's run when it is executed, and ends it with the response. */
export function operationLifetime(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: ({ contextValue: { run } }) =>
      Promise.resolve({
        executionDidStart({ operation }) {
          run.begin(isMutation(operation) ? 'mutation' : 'query');
          return Promise.resolve();
        },
        willSendResponse() {
          run.end();
          return Promise.resolve();
        },
      }),
  };
}

// Apollo Server also executes a document without the requested operation, to get the error.
function isMutation(operation: OperationDefinitionNode | undefined): boolean {
  return operation?.operation === OperationTypeNode.MUTATION;
}
