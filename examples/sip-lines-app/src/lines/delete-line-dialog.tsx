import { useApolloClient } from '@apollo/client/react';
import { flushSync } from 'react-dom';
import {
  DeleteLineDocument,
  type DeleteLineMutation,
  type LineRowFragment,
} from '../__generated__/graphql.ts';
import { useSend, type Outcome } from '../hooks/use-send.ts';
import { focusHeading } from '../ui/heading.tsx';
import { useAnnounce } from '../ui/announcer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { Notices } from '../ui/notices.tsx';
import { removeFromCache } from './cache.ts';
import { nameOf } from './names.ts';

interface DeleteLineDialogProps {
  readonly line: LineRowFragment;
  readonly onClose: () => void;
}

/** The line stays in the list until the portal has deleted it: it could refuse. */
export function DeleteLineDialog({ line, onClose }: DeleteLineDialogProps) {
  const announce = useAnnounce();
  const { id, configId } = line;
  const { send, retry, isSending, problems } = useSend(DeleteLineDocument, {
    failure: `${nameOf(line)} was not deleted.`,
  });
  const client = useApolloClient();

  function finish(outcome: Outcome<DeleteLineMutation> | undefined) {
    const isGone =
      outcome?.data?.deleteSipLine ?? outcome?.problems.notices.some(({ code }) => code === 'NOT_FOUND');
    if (!isGone) return;
    announce(`${nameOf(line)} was deleted.`);
    flushSync(onClose);
    // The button that opened the dialog is about to go.
    focusHeading();
    removeFromCache(client.cache, id);
  }

  return (
    <Dialog title={`Delete ${nameOf(line)}?`} onClose={onClose}>
      <Form
        action="Delete"
        problems={problems}
        isSending={isSending}
        onClose={onClose}
        onSubmit={() => void send((key) => ({ configId, key })).then(finish)}
      >
        <Notices problems={problems} onRetry={() => void retry().then(finish)} />
        <p>Nobody can call through this line any more. This cannot be undone.</p>
      </Form>
    </Dialog>
  );
}
