import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Entries, FieldCost } from './field-cost.ts';

/**
 * The cost of introspection fields: only the values that they return. The schema is known, so no size has to be
 * assumed. The lists of a type (its fields, values and so on) count as those of the average type where all types are
 * listed, and as those of the largest type elsewhere.
 */
export function introspectionCost(
  schema: GraphQLSchema,
): (typeName: string, field: GraphQLField<unknown, unknown>) => FieldCost {
  const types = Object.values(schema.getTypeMap());
  const members = types.map((type) => membersOf(schema, type));
  const largest = Math.max(...members);
  const directives = schema.getDirectives();
  const sizes: Readonly<Record<string, number>> = {
    '__Schema.types': types.length,
    '__Schema.directives': directives.length,
    // Fields and directives are listed together, so the average of each is what counts.
    '__Field.args': Math.max(...types.map((type) => average(fieldsOf(type).map(({ args }) => args.length)))),
    '__Directive.args': average(directives.map(({ args }) => args.length)),
    '__Directive.locations': average(directives.map(({ locations }) => locations.length)),
  };

  return (typeName, field) => {
    const name = `${typeName}.${field.name}`;
    const isList = isListType(getNullableType(field.type));
    const size = sizes[name];
    const entries: Entries = size === undefined ? { by: 'page' } : { by: 'assumption', size };
    const returnsTypes = getNamedType(field.type).name === '__Type';
    return {
      weight: 0,
      isIntrospection: true,
      entries: isList ? entries : undefined,
      page: returnsTypes
        ? { by: 'assumption', size: name === '__Schema.types' ? average(members) : largest }
        : undefined,
    };
  };
}

/** The members of a type that introspection lists: fields, values or possible types. */
function membersOf(schema: GraphQLSchema, type: GraphQLNamedType): number {
  if (isEnumType(type)) return type.getValues().length;
  if (isInputObjectType(type)) return Object.keys(type.getFields()).length;
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type).length : 0;
  return Math.max(fieldsOf(type).length, possible);
}

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function average(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
