import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** Refuses operations of a kind that the schema has none of. graphql-js 16 finds that out only when it executes them. */
export function knownOperationTypes(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: node }));
    },
  };
}
