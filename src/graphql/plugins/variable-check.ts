import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { checkVariables } from '../variables.ts';

/** Refuses an operation whose variables do not fit, before graphql-js would do it with a message that quotes them. */
export function variableCheck(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, operation, request }) {
          const problems = operation ? checkVariables(schema, operation, request.variables ?? {}) : [];
          if (problems.length === 0) return Promise.resolve();
          throw new GraphQLError(
            `The variables do not fit the operation: ${problems.map(sentence).join(' ')}`,
            {
              extensions: {
                code: ApolloServerErrorCode.BAD_USER_INPUT,
                argument: problems[0]?.argument,
                problems,
                http: { status: 400 },
              },
            },
          );
        },
      }),
  };
}

function sentence(problem: {
  readonly argument: readonly (string | number)[];
  readonly message: string;
}): string {
  return `$${problem.argument.join('.')}: ${problem.message}`;
}
