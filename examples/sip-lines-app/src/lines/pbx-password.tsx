import { useLazyQuery } from '@apollo/client/react';
import { PbxPasswordDocument } from '../__generated__/graphql.ts';
import { useProblems } from '../hooks/use-problems.ts';
import { Notices } from '../ui/notices.tsx';

/** What an office PBX needs to register with the portal. Not read before somebody wants to see it, and not cached. */
export function PbxPassword({ configId }: { readonly configId: string }) {
  const [read, { data, error }] = useLazyQuery(PbxPasswordDocument, {
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  const problems = useProblems(error);
  const show = () => void read({ variables: { configId } });
  const password = data?.sipLine?.incomingPassword;
  if (password) return <code>{password}</code>;
  return (
    <>
      <button type="button" onClick={show}>
        Show
      </button>
      <Notices problems={problems} onRetry={show} />
    </>
  );
}
