import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { CallsDocument, type TelephonyCallFilter } from '../__generated__/graphql.ts';
import { useProblems } from '../hooks/use-problems.ts';
import { Notices } from '../ui/notices.tsx';
import { CallsTable } from './calls-table.tsx';

interface CallsListProps {
  readonly filter: TelephonyCallFilter | null;
  readonly after?: string;
}

/** A page of the history, newest first, and the pages after it once they are wanted. */
export function CallsList({ filter, after }: CallsListProps) {
  const { data, error, loading, refetch } = useQuery(CallsDocument, {
    variables: { filter, after },
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
  });
  const [isMoreWanted, setIsMoreWanted] = useState(false);
  const list = data?.telephonyCalls;
  const next = list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  return (
    <>
      <Notices problems={useProblems(error)} onRetry={() => void refetch()} />
      {loading && !list && <p className="quiet">Loading the calls…</p>}
      {list?.nodes.length === 0 && after === undefined && <p className="empty">There are no calls yet.</p>}
      {list && list.nodes.length > 0 && <CallsTable calls={list.nodes} />}
      {next && isMoreWanted && <CallsList filter={filter} after={next} />}
      {next && !isMoreWanted && (
        <button type="button" onClick={() => setIsMoreWanted(true)}>
          Show more
        </button>
      )}
    </>
  );
}
