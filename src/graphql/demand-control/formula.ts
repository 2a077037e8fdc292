import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { literalSize, type OpenArgumentSize } from './argument-size.ts';
import type { FieldCost, FieldCosts } from './field-cost.ts';

/** The cost of an operation before its variables are known. Depends only on the document. */
export interface OperationFormula {
  readonly operation: OperationDefinitionNode;
  readonly root: SelectionTerm;
  /** The arguments of each selection of `_entities`. */
  readonly representations: readonly ArgumentTerm[];
}

/** A selection on objects of one type. A fragment has one term per type, however often it is spread. */
export interface SelectionTerm {
  readonly fields: readonly FieldTerm[];
  readonly spreads: readonly SpreadTerm[];
}

export interface SpreadTerm {
  readonly conditions: readonly Condition[];
  readonly selection: SelectionTerm;
}

export interface FieldTerm {
  readonly conditions: readonly Condition[];
  readonly responseKey: string;
  readonly fieldCost: FieldCost;
  /** Whether it is the field that routers use to fetch entities: each counts as the selection on its type. */
  readonly isEntities: boolean;
  readonly arguments: readonly ArgumentTerm[];
  /** The selection on each type that the field may return; empty for a leaf. */
  readonly selections: ReadonlyMap<string, SelectionTerm>;
}

/** An argument that the operation provides or that has a default value in the schema. */
export interface ArgumentTerm {
  readonly name: string;
  readonly takesObjects: boolean;
  /** Undefined if the operation omits the argument. */
  readonly given: { readonly value: ValueNode; readonly size: OpenArgumentSize } | undefined;
  readonly fallback: unknown;
}

/** `@include` or `@skip`. */
export interface Condition {
  readonly includedIf: boolean;
  readonly value: ValueNode;
}

/** Of every leaf. A map of its own would take more memory than the rest of its term. */
const NO_SELECTIONS: ReadonlyMap<string, SelectionTerm> = new Map();

/** Builds the formula of a valid operation, in time linear in its document. */
export function formulaOf(
  schema: GraphQLSchema,
  costs: FieldCosts,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationFormula {
  const fragments = new Map<string, FragmentDefinitionNode>(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const known = new Map<SelectionSetNode, Map<GraphQLObjectType, SelectionTerm>>();
  const representations: ArgumentTerm[] = [];

  function selectionTerm(set: SelectionSetNode, type: GraphQLObjectType): SelectionTerm {
    const ofSet = known.get(set) ?? new Map<GraphQLObjectType, SelectionTerm>();
    known.set(set, ofSet);
    const existing = ofSet.get(type);
    if (existing) return existing;
    const fields: FieldTerm[] = [];
    const spreads: SpreadTerm[] = [];
    const term = { fields, spreads };
    ofSet.set(type, term);
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.push(...fieldTerm(selection, type));
      else spreads.push(...spreadTerm(selection, type));
    }
    return term;
  }

  function spreadTerm(node: Exclude<SelectionNode, FieldNode>, type: GraphQLObjectType): SpreadTerm[] {
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    if (!fragment || !applies(fragment.typeCondition?.name.value, type)) return [];
    return [{ conditions: conditionsOf(node), selection: selectionTerm(fragment.selectionSet, type) }];
  }

  function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditional = schema.getType(condition);
    return isAbstractType(conditional) && schema.isSubType(conditional, type);
  }

  function fieldTerm(node: FieldNode, type: GraphQLObjectType): FieldTerm[] {
    const field = definitionOf(schema, type, node.name.value);
    const fieldCost = field && costs.get(field);
    // Validation has already rejected operations with unknown fields.
    if (!field || !fieldCost) return [];
    const given = field.args.map((argument) => argumentTerm(argument, node));
    const isEntities = field.name === '_entities';
    if (isEntities) representations.push(...given);
    const { selectionSet } = node;
    return [
      {
        conditions: conditionsOf(node),
        responseKey: node.alias?.value ?? node.name.value,
        fieldCost,
        isEntities,
        arguments: given,
        selections: selectionSet
          ? new Map(possibleTypes(field).map((each) => [each.name, selectionTerm(selectionSet, each)]))
          : NO_SELECTIONS,
      },
    ];
  }

  function possibleTypes(field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
    const returned = getNamedType(field.type);
    if (isObjectType(returned)) return [returned];
    return isCompositeType(returned) && isAbstractType(returned) ? schema.getPossibleTypes(returned) : [];
  }

  const rootType = schema.getRootType(operation.operation);
  const root = rootType ? selectionTerm(operation.selectionSet, rootType) : { fields: [], spreads: [] };
  return { operation, root, representations };
}

function definitionOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  switch (name) {
    case TypeNameMetaFieldDef.name:
      return TypeNameMetaFieldDef;
    case SchemaMetaFieldDef.name:
      return type === schema.getQueryType() ? SchemaMetaFieldDef : undefined;
    case TypeMetaFieldDef.name:
      return type === schema.getQueryType() ? TypeMetaFieldDef : undefined;
    default:
      return type.getFields()[name];
  }
}

function argumentTerm(argument: GraphQLArgument, node: FieldNode): ArgumentTerm {
  const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  return {
    name: argument.name,
    takesObjects: isInputObjectType(getNamedType(argument.type)),
    given: value && { value, size: literalSize(value) },
    fallback: argument.defaultValue,
  };
}

function conditionsOf({ directives = [] }: { readonly directives?: readonly DirectiveNode[] }): Condition[] {
  return directives.flatMap(({ name, arguments: given }) => {
    const value = given?.find((each) => each.name.value === 'if')?.value;
    const isCondition = name.value === 'include' || name.value === 'skip';
    return isCondition && value ? [{ includedIf: name.value === 'include', value }] : [];
  });
}
