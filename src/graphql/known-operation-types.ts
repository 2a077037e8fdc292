import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** Rejects operation types that the schema does not support. graphql-js 16 reports these only during execution. */
export function knownOperationTypes(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: node }));
    },
  };
}
