import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type ASTNode } from 'graphql';
import { checkVariables, type VariableProblem } from '../arguments/check-variables.ts';
import { isRejectedArgument, rejectedArgumentProblems } from '../arguments/rejected-argument.ts';
import type { GatewayContext } from '../context.ts';
import type { ArgumentProblem } from '../errors/argument-error.ts';
import { badUserInput } from '../errors/client-error.ts';

/**
 * Rejects an operation with invalid variables, before graphql-js would do so with a message that quotes them. It also
 * adds the problems to the one error that only execution can find: a null variable for a non-null argument.
 */
export function variableCheck(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operation, request }) {
          const problems = operation
            ? checkVariables(schema, document, operation, request.variables ?? {})
            : [];
          if (problems.length > 0) throw refusal(problems);
          return Promise.resolve();
        },
        didEncounterErrors({ schema, document, errors, request }) {
          // Every entity of a list has an error for the same argument.
          const found = new Map<ASTNode | undefined, readonly ArgumentProblem[]>();
          for (const error of errors) {
            if (!document || !isRejectedArgument(error)) continue;
            const node = error.nodes?.[0];
            const problems =
              found.get(node) ?? rejectedArgumentProblems(error, schema, document, request.variables ?? {});
            found.set(node, problems);
            Object.assign(error.extensions, { problems });
          }
          return Promise.resolve();
        },
      }),
  };
}

function refusal(problems: readonly VariableProblem[]): GraphQLError {
  const { message, extensions } = badUserInput(
    problems.map(({ argument, message: text }) => ({ argument, message: text })),
    { message: `The input is not valid. ${problems.map(sentence).join(' ')}` },
  );
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 400 } } });
}

function sentence({ argument, variable, message }: VariableProblem): string {
  return `${argument.join('.')} (variable $${variable}): ${message}`;
}
