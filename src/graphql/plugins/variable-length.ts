import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { valueSize } from '../demand-control/argument-size.ts';
import { PRICES } from '../demand-control/prices.ts';
import { tooCostly } from '../demand-control/refusals.ts';

/**
 * Refuses variables with more values than the cost limit admits, before each value is checked, which takes much longer than
 * counting them. Also drops undeclared variables.
 *
 * @param limit the maximum cost of an operation
 */
export function variableLength(limit: number): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ contextValue, operation, request: { variables = {} } }) {
          if (!operation) return Promise.resolve();
          dropUndeclared(operation, variables);
          const cost = Math.ceil(valueSize(variables).values * PRICES.argumentValue);
          if (cost <= limit) return Promise.resolve();
          contextValue.run.costs(cost);
          throw tooCostly(cost, limit);
        },
      }),
  };
}

/** Undeclared variables have no effect, but would be held for as long as the operation runs. */
function dropUndeclared(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const declared = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  for (const name of Object.keys(variables)) if (!declared.has(name)) Reflect.deleteProperty(variables, name);
}
