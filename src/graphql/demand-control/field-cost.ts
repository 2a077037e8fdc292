import type { GraphQLField } from 'graphql';

/** What a field costs, as `@cost` and `@listSize` in the schema say. Source: IBM GraphQL cost directives. */
export interface FieldCost {
  /** The cost of each object or value: 1 for an object, 0 for a leaf, unless `@cost` says otherwise. */
  readonly weight: number;
  /** How many entries the field returns; undefined if it returns no list. */
  readonly entries: Entries | undefined;
  /** How many entries the lists on the returned object have; undefined if it has no such lists. */
  readonly page: Page | undefined;
  /** Whether it is about the schema, so that it takes no work but that of writing it down. */
  readonly isIntrospection: boolean;
}

export type Entries =
  /** As many as the page that the list is on. */
  | { readonly by: 'page' }
  /** One for each entry of a list argument. */
  | { readonly by: 'argument'; readonly name: string }
  | { readonly by: 'assumption'; readonly size: number };

export type Page =
  /** As many as the argument says. */
  { readonly by: 'argument'; readonly name: string } | { readonly by: 'assumption'; readonly size: number };

export type FieldCosts = ReadonlyMap<GraphQLField<unknown, unknown>, FieldCost>;
