import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { problemOfRepresentations } from '../demand-control/check-representations.ts';
import { createCostOf } from '../demand-control/cost.ts';
import { createBytesHeldBy } from '../demand-control/held-bytes.ts';
import { formulaOf, type OperationFormula } from '../demand-control/formula.ts';
import { readFieldCosts } from '../demand-control/read-field-costs.ts';
import { badRepresentations, overloaded, tooCostly } from '../demand-control/refusals.ts';

/**
 * Refuses an operation that costs too much, or for which there is no memory, before any part of it is executed. The formula of a cached
 * document, which has only one operation, is built once; variables are substituted per request.
 *
 * @param limit the maximum cost of an operation
 */
export function demandControl(schema: GraphQLSchema, limit: number): ApolloServerPlugin<GatewayContext> {
  const costs = readFieldCosts(schema);
  const costOf = createCostOf();
  const bytesHeldBy = createBytesHeldBy();
  const formulas = new WeakMap<OperationDefinitionNode, OperationFormula>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ contextValue, document, operation, request }) {
          if (!operation) return Promise.resolve();
          const variables = request.variables ?? {};
          const formula = formulas.get(operation) ?? formulaOf(schema, costs, document, operation);
          formulas.set(operation, formula);
          const problem = problemOfRepresentations(schema, formula, variables);
          if (problem !== undefined) throw badRepresentations(problem);
          const cost = Math.ceil(costOf(formula, variables));
          contextValue.run.costs(cost);
          if (cost > limit) throw tooCostly(cost, limit);
          const isMutation = operation.operation === OperationTypeNode.MUTATION;
          if (isMutation && !contextValue.run.hasRoomForMutation()) throw overloaded();
          if (!contextValue.hold(bytesHeldBy(document, formula, variables))) throw overloaded();
          return Promise.resolve();
        },
      }),
  };
}
