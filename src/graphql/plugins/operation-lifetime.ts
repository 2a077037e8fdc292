import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';

/** Begins the run of an operation with its execution, and ends it with the response. */
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

// Apollo Server executes a document without the wanted operation too, to learn the error.
function isMutation(operation: OperationDefinitionNode | undefined): boolean {
  return operation?.operation === OperationTypeNode.MUTATION;
}
