import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { StoppedError } from './stopped-error.ts';

/**
 * Removes repeated errors from a response: a stopped operation fails at every remaining field, and one error per root
 * field is enough.
 *
 * @param originals what `formatted` was made from, in the same order
 */
export function mergeErrors(
  originals: readonly Error[],
  formatted: readonly GraphQLFormattedError[],
): readonly GraphQLFormattedError[] {
  const stoppedAt = new Set<unknown>();
  return formatted.filter(({ path }, index) => {
    if (!(unwrapResolverError(originals[index]) instanceof StoppedError)) return true;
    const isFirst = !stoppedAt.has(path?.[0]);
    stoppedAt.add(path?.[0]);
    return isFirst;
  });
}
