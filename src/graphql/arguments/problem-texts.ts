import { getNamedType, isEnumType, isLeafType, type GraphQLInputType } from 'graphql';
import { expectedText } from '../scalars.ts';

/** Describes what a value of this type must be, such as `Expected one of CLOUD, OFFICE.` */
export function expectation(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (isEnumType(named)) {
    const names = named.getValues().map(({ name }) => name);
    return `Expected one of ${names.join(', ')}.`;
  }
  if (!isLeafType(named)) return `Expected an object of type ${named.name}.`;
  return expectedText(named) ?? `Expected a value of type ${String(type)}.`;
}

/** The problem of a value that is missing or null but required. */
export function required(type: GraphQLInputType): string {
  return requiredText(String(type));
}

/** The same, where only the name of the type is known. */
export function requiredText(typeName: string): string {
  return `A value of type ${typeName} is required.`;
}

/** The problem of a field that the input type does not have. */
export const NO_SUCH_FIELD = 'This input has no field with this name.';

/** The problem of an id that JSON gave as a number which is too large to be exact. */
export const ROUNDED_ID = 'Send this ID as a string: as a number, it was rounded to a different ID.';
