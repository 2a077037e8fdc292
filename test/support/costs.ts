import { Kind, parse, type OperationDefinitionNode } from 'graphql';
import { createCostOf } from '../../src/graphql/demand-control/cost.ts';
import { formulaOf } from '../../src/graphql/demand-control/formula.ts';
import { PRICES, type Prices } from '../../src/graphql/demand-control/prices.ts';
import { readFieldCosts } from '../../src/graphql/demand-control/read-field-costs.ts';
import { createSchema } from '../../src/graphql/schema.ts';

const NO_PRICES: Prices = {
  weight: 0,
  mutation: 0,
  value: 0,
  introspectionValue: 0,
  character: 0,
  argumentValue: 0,
  row: 0,
  entities: 0,
};

/** What Apollo Router and Hive Router charge: weights, and ten for a mutation. Leaves are free. */
export const ROUTER_PRICES: Prices = { ...NO_PRICES, weight: 1, mutation: 10 };

/** One for each value of the answer, for each row that is read, and for each character of keys and arguments. */
export const VALUES: Prices = { ...NO_PRICES, value: 1, introspectionValue: 1 };
export const ROWS: Prices = { ...NO_PRICES, row: 1 };
export const CHARACTERS: Prices = { ...NO_PRICES, character: 1 };

export type CostOfText = (
  text: string,
  variables?: Readonly<Record<string, unknown>>,
  prices?: Prices,
) => number;

/** Computes costs of operations, which have to be valid, under the gateway's own schema. */
export function createCostCalculator(schema = createSchema()): CostOfText {
  const costs = readFieldCosts(schema);
  return (text, variables = {}, prices = PRICES) => {
    const document = parse(text);
    const operation = document.definitions.find(
      (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
    );
    if (!operation) throw new Error('no operation');
    return createCostOf(prices)(formulaOf(schema, costs, document, operation), variables);
  };
}
