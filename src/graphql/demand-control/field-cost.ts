import type { GraphQLField } from 'graphql';

/** What a field costs, according to `@cost` and `@listSize` in the schema. Source: IBM GraphQL cost directives. */
export interface FieldCost {
  /** The cost of each object or value: 1 for an object, 0 for a leaf, unless `@cost` says otherwise. */
  readonly weight: number;
  /** How many entries the field returns; undefined if it does not return a list. */
  readonly entries: Entries | undefined;
  /** How many entries the lists on the returned object have; undefined if it has no such lists. */
  readonly page: Page | undefined;
  /** Whether it is an introspection field, which takes no work except serialization. */
  readonly isIntrospection: boolean;
}

export type Entries =
  /** The size of the page that contains the list. */
  | { readonly by: 'page' }
  /** One per entry of a list argument. */
  | { readonly by: 'argument'; readonly name: string }
  | { readonly by: 'assumption'; readonly size: number };

export type Page =
  /** The value of the argument. */
  { readonly by: 'argument'; readonly name: string } | { readonly by: 'assumption'; readonly size: number };

export type FieldCosts = ReadonlyMap<GraphQLField<unknown, unknown>, FieldCost>;
