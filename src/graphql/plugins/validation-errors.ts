import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { cleanValidationErrors } from '../arguments/clean-validation-errors.ts';

/** Removes values of the document and copies from validation errors, and adds the paths of the arguments. */
export function validationErrors(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        validationDidStart: ({ schema, document }) =>
          Promise.resolve((errors: readonly Error[] = []) => {
            removeCopies(errors as Error[]);
            const ofGraphQL = errors.filter((error) => error instanceof GraphQLError);
            if (ofGraphQL.length > 0) cleanValidationErrors(ofGraphQL, schema, document);
            return Promise.resolve();
          }),
      }),
  };
}

/** Removes what `refuseCostlyDocuments` reports to end validation, except for one copy. */
function removeCopies(errors: Error[]): void {
  const [first, second] = errors;
  if (first !== undefined && first === second) errors.splice(1);
}
