import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Entries, FieldCost, FieldCosts } from './field-cost.ts';
import { introspectionCost } from './introspection-list-sizes.ts';

/** Reads the cost of every field in the schema, including introspection fields. */
export function readFieldCosts(schema: GraphQLSchema): FieldCosts {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const introspection = introspectionCost(schema);
  const costs = new Map<GraphQLField<unknown, unknown>, FieldCost>([
    [SchemaMetaFieldDef, introspection('', SchemaMetaFieldDef)],
    [TypeMetaFieldDef, introspection('', TypeMetaFieldDef)],
    [TypeNameMetaFieldDef, { weight: 0, entries: undefined, page: undefined, isIntrospection: false }],
  ]);
  const declared: DeclaredField[] = [];
  for (const type of types) {
    const isIntrospection = isIntrospectionType(type);
    for (const field of Object.values(type.getFields()))
      if (isIntrospection) costs.set(field, introspection(type.name, field));
      else declared.push({ type, field, weight: weightOf(field), listSize: listSizeOf(field) });
  }
  const onPages = new Set(declared.flatMap(fieldsOnPage));
  for (const each of declared) costs.set(each.field, demandOf(each, onPages));
  return costs;
}

/** A field with what its directives say. */
interface DeclaredField {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly weight: number | undefined;
  readonly listSize: ReturnType<typeof listSizeOf>;
}

function demandOf(declared: DeclaredField, onPages: ReadonlySet<string>): FieldCost {
  const { field, weight, listSize } = declared;
  const page = listSize?.slicingArguments[0];
  return {
    weight: weight ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0),
    entries: isListType(getNullableType(field.type)) ? entriesOf(declared, onPages) : undefined,
    page: page === undefined ? undefined : { by: 'argument', name: page },
    isIntrospection: false,
  };
}

/** Used if the schema declares no size; a test ensures that every list declares one. */
const UNKNOWN_SIZE = 50;

function entriesOf({ type, field, listSize }: DeclaredField, onPages: ReadonlySet<string>): Entries {
  if (onPages.has(`${type.name}.${field.name}`)) return { by: 'page' };
  // The directive cannot express a list argument, so routers assume the maximum length. Here, the list is available.
  const list = field.args.find(isRequiredList);
  if (list) return { by: 'argument', name: list.name };
  return { by: 'assumption', size: listSize?.assumedSize ?? UNKNOWN_SIZE };
}

function isRequiredList({ type }: GraphQLArgument): boolean {
  return isNonNullType(type) && isListType(type.ofType);
}

/** The lists whose size is the field's page size, such as `SipLineConnection.nodes`. */
function fieldsOnPage({ field, listSize }: DeclaredField): string[] {
  const { name } = getNamedType(field.type);
  return (listSize?.sizedFields ?? []).map((sized) => `${name}.${sized}`);
}

function weightOf(field: GraphQLField<unknown, unknown>): number | undefined {
  const weight = directive(field, 'cost')?.['weight'];
  return typeof weight === 'number' ? weight : undefined;
}

function listSizeOf(field: GraphQLField<unknown, unknown>) {
  const given = directive(field, 'listSize');
  return (
    given && {
      assumedSize: typeof given['assumedSize'] === 'number' ? given['assumedSize'] : undefined,
      slicingArguments: texts(given['slicingArguments']),
      sizedFields: texts(given['sizedFields']),
    }
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The arguments of a field's directive; undefined if the field does not have the directive. */
function directive(
  { astNode }: GraphQLField<unknown, unknown>,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  // A schema may import the directive or use it with its namespace.
  const names = [name, `federation__${name}`];
  const applied = astNode?.directives?.find((each: ConstDirectiveNode) => names.includes(each.name.value));
  return applied && Object.fromEntries(applied.arguments?.map(argumentOf) ?? []);
}

function argumentOf({
  name,
  value,
}: NonNullable<ConstDirectiveNode['arguments']>[number]): readonly [string, unknown] {
  return [name.value, valueFromASTUntyped(value)];
}
