import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import type { ArgumentPath } from '../errors/argument-error.ts';

/** A value in a document, a part of one, or a field of an input object. */
export interface ArgumentValue {
  readonly node: ValueNode | ObjectFieldNode;
  /** Its path, starting with the argument's name; for a variable's default value, the path within that value. */
  readonly argument: ArgumentPath;
  /** The type that the schema expects there; undefined if the schema has no such path. */
  readonly type: GraphQLInputType | undefined;
  /** False for an argument of a directive and for a variable's default value. */
  readonly ofField: boolean;
}

/** All values in these definitions and every part of them, in document order. */
export function argumentValues(schema: GraphQLSchema, definitions: readonly ASTNode[]): ArgumentValue[] {
  const typeInfo = new TypeInfo(schema);
  const found: ArgumentValue[] = [];
  const type = () => typeInfo.getInputType() ?? undefined;
  const visitor = visitWithTypeInfo(typeInfo, {
    Argument({ name, value }) {
      const ofField = !typeInfo.getDirective();
      found.push(...partsOf({ node: value, argument: [name.value], type: type(), ofField }));
      return false;
    },
    VariableDefinition({ defaultValue }) {
      if (defaultValue)
        found.push(...partsOf({ node: defaultValue, argument: [], type: type(), ofField: false }));
    },
  });
  for (const definition of definitions) visit(definition, visitor);
  return found;
}

/** A value and every part of it. */
export function partsOf(value: ArgumentValue): ArgumentValue[] {
  const { node, argument, type, ofField } = value;
  const part = (step: string | number, child: ValueNode | ObjectFieldNode): ArgumentValue[] =>
    partsOf({
      node: child,
      argument: [...argument, step],
      type: type && typeAt(type, [step]),
      ofField,
    });
  switch (node.kind) {
    case Kind.LIST:
      return [value, ...node.values.flatMap((child, index) => part(index, child))];
    case Kind.OBJECT:
      return [value, ...node.fields.flatMap((field) => part(field.name.value, field))];
    case Kind.OBJECT_FIELD:
      return [value, ...partsOf({ ...value, node: node.value })];
    default:
      return [value];
  }
}

/** The type at a path within a value of `type`; undefined if the schema has no such path. */
export function typeAt(type: GraphQLInputType, path: ArgumentPath): GraphQLInputType | undefined {
  let current: GraphQLInputType | undefined = type;
  for (const step of path) {
    if (!current) return undefined;
    const nullable: GraphQLInputType = getNullableType(current);
    if (typeof step === 'number') current = isListType(nullable) ? nullable.ofType : undefined;
    else {
      const named = getNamedType(nullable);
      current = isInputObjectType(named) ? named.getFields()[step]?.type : undefined;
    }
  }
  return current;
}

/** An operation and the fragments that it uses, directly or through other fragments. */
export function definitionsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (OperationDefinitionNode | FragmentDefinitionNode)[] {
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((definition) => [definition.name.value, definition]),
  );
  const found: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  // The list grows during iteration; each fragment is added once.
  for (const definition of found) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        fragments.delete(name.value);
        if (fragment) found.push(fragment);
      },
    });
  }
  return found;
}
