import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { LinesDocument } from '../__generated__/graphql.ts';
import { usePolling } from '../hooks/use-polling.ts';
import { useProblems } from '../hooks/use-problems.ts';
import { Notices } from '../ui/notices.tsx';
import { LineItem } from './line-item.tsx';
import { useRegistrations } from './use-registrations.ts';

const REFRESH_MS = 60_000;

/** A page of the list, and the pages after it once they are wanted. */
export function LinesPage({ after }: { readonly after?: string }) {
  const { data, error, refetch } = useQuery(LinesDocument, {
    variables: { after },
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
    // What cannot be read does not replace what is known: see the cache's policy.
    refetchWritePolicy: 'merge',
  });
  const [isMoreWanted, setIsMoreWanted] = useState(false);
  const list = data?.sipLines;
  const lines = list?.nodes.filter((line) => line !== null) ?? [];
  const defaultLineId = data?.defaultOutgoingLine?.lineId;
  usePolling(refetch, REFRESH_MS);
  const unread = useRegistrations(lines);

  const next = list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  return (
    <>
      <Notices problems={useProblems(error)} onRetry={() => void refetch()} />
      {!list && !error && <p className="quiet">Loading the lines…</p>}
      {list && lines.length === 0 && after === undefined && <p className="empty">There are no lines yet.</p>}
      <ul className="lines" aria-label="Lines">
        {lines.map((line) => (
          <LineItem
            key={line.id}
            line={line}
            unread={unread}
            isDefault={line.lineId !== null && line.lineId === defaultLineId}
          />
        ))}
      </ul>
      {next && isMoreWanted && <LinesPage after={next} />}
      {next && !isMoreWanted && (
        <button type="button" onClick={() => setIsMoreWanted(true)}>
          Show more
        </button>
      )}
    </>
  );
}
