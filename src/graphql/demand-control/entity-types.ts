/**
 * The entity types that representations name; undefined for one that names none. Representations bypass scalar
 * coercion, so each may be anything; a single one counts as a list of one.
 */
export function entityTypesIn(representations: unknown): (string | undefined)[] {
  const list: readonly unknown[] = Array.isArray(representations) ? representations : [representations];
  return list.map(entityTypeOf);
}

function entityTypeOf(representation: unknown): string | undefined {
  const isNamed =
    typeof representation === 'object' && representation !== null && '__typename' in representation;
  return isNamed && typeof representation.__typename === 'string' ? representation.__typename : undefined;
}
