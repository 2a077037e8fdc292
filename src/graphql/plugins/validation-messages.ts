import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { validationErrorMessage } from '../request-errors.ts';

/** Rewrites messages of validation errors that would quote a value of the document. */
export function validationMessages(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        validationDidStart: ({ schema, document }) =>
          Promise.resolve((errors?: readonly Error[]) => {
            for (const error of errors ?? []) {
              if (error instanceof GraphQLError)
                error.message = validationErrorMessage(error, schema, document);
            }
            return Promise.resolve();
          }),
      }),
  };
}
