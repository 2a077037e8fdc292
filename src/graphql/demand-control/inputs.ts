import { valueFromASTUntyped, type OperationDefinitionNode, type ValueNode } from 'graphql';
import { valueSize, type ArgumentSize } from './argument-size.ts';

/** The variables of an operation as the client sent them, with the operation's default values. */
export interface Inputs {
  /** The value of a node; undefined for an omitted variable. */
  valueOf(node: ValueNode): unknown;
  /** The size of a variable. Measured once, however often it is used. */
  sizeOf(variable: string): ArgumentSize;
}

export function inputsOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Inputs {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  // Variables that the operation does not declare have no effect.
  const values = { ...Object.fromEntries(defaults), ...variables };
  const sizes = new Map<string, ArgumentSize>();
  return {
    valueOf: (node) => valueFromASTUntyped(node, values),
    sizeOf(variable) {
      const size = sizes.get(variable) ?? valueSize(values[variable]);
      sizes.set(variable, size);
      return size;
    },
  };
}
