import type { ApolloCache } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import {
  LiveRegistrationFragmentDoc,
  RegistrationsDocument,
  type LineRowFragment,
} from '../__generated__/graphql.ts';
import { usePolling } from '../hooks/use-polling.ts';
import { cacheIdOf } from './cache.ts';
import { dueRegistrations, TICK_MS, type Watched } from './registration-pace.ts';
import { unreadRegistrations, type Unread } from './unread-registrations.ts';

/**
 * Keeps the registrations of these lines fresh in the cache, where each line finds its own. Returns why some could not
 * be read, by the lines' REG_IDs.
 */
export function useRegistrations(lines: readonly LineRowFragment[]): Unread {
  const client = useApolloClient();
  const readAt = useRef(new Map<string, number>());
  const [unread, setUnread] = useState<Unread>({});

  async function readDue() {
    const now = Date.now();
    const watched = lines.flatMap((line) => watchedOf(client.cache, line));
    const regIds = dueRegistrations(watched, readAt.current, now);
    if (regIds.length === 0) return;
    for (const regId of regIds) readAt.current.set(regId, now);
    const { data, error } = await client.query({
      query: RegistrationsDocument,
      variables: { regIds },
      fetchPolicy: 'network-only',
      errorPolicy: 'all',
    });
    setUnread((before) => ({ ...before, ...unreadRegistrations(regIds, data, error) }));
  }

  usePolling(readDue, TICK_MS);
  const onNewLines = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void readDue();
  });
  const regIds = lines.map(({ regId }) => regId).join();
  useEffect(() => {
    onNewLines();
  }, [regIds]);
  return unread;
}

function watchedOf(cache: ApolloCache, { id, regId }: LineRowFragment): Watched[] {
  if (regId === null) return [];
  const known = cache.readFragment({
    fragment: LiveRegistrationFragmentDoc,
    id: cacheIdOf(id),
  });
  const status = known?.registration?.status;
  return [{ regId, isSettled: status !== 'IN_PROGRESS' && status !== 'WAIT' }];
}
