import type { ApolloCache, ApolloClient } from '@apollo/client';
import {
  DefaultLineDocument,
  LinesDocument,
  type DefaultLineQuery,
  type LineRowFragment,
} from '../__generated__/graphql.ts';

/** Puts new lines at the top of the list, unless they are there. */
export function addToCache(cache: ApolloCache, added: readonly LineRowFragment[]): void {
  cache.updateQuery({ query: LinesDocument, variables: {} }, (data) => {
    const list = data?.sipLines;
    if (!list) return undefined;
    const known = new Set(list.nodes.map((line) => line?.id));
    const nodes = [...added.filter(({ id }) => !known.has(id)).toReversed(), ...list.nodes];
    return { ...data, sipLines: { ...list, nodes } };
  });
}

/** Where the cache keeps a line: its `id` is unique. */
export function cacheIdOf(id: string): string {
  return `SipLine:${id}`;
}

/** Lists leave out what is no longer in the cache. */
export function removeFromCache(cache: ApolloCache, id: string): void {
  cache.evict({ id: cacheIdOf(id) });
  cache.gc();
}

export function setDefaultInCache(
  cache: ApolloCache,
  defaultOutgoingLine: DefaultLineQuery['defaultOutgoingLine'],
): void {
  cache.writeQuery({ query: DefaultLineDocument, data: { defaultOutgoingLine } });
}

/** After a change, what is known of the registration is no longer true. */
export function forgetRegistration(cache: ApolloCache, id: string): void {
  cache.evict({ id: cacheIdOf(id), fieldName: 'registration' });
}

/** Reads the lines again if a new line may have become the default, as the first one does. */
export async function refreshIfNoDefault(client: ApolloClient): Promise<void> {
  const known = client.cache.readQuery({ query: DefaultLineDocument });
  if (!known?.defaultOutgoingLine) await client.refetchQueries({ include: [LinesDocument] });
}
