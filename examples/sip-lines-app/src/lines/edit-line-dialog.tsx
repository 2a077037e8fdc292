import {
  UpdateLineDocument,
  type LineRowFragment,
  type UpdateLineMutation,
} from '../__generated__/graphql.ts';
import { useSend, type Outcome } from '../hooks/use-send.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { Notices } from '../ui/notices.tsx';
import { forgetRegistration } from './cache.ts';
import { changesOf, valuesOf } from './form-values.ts';
import { LineFields } from './line-fields.tsx';
import { nameOf } from './names.ts';

interface EditLineDialogProps {
  readonly line: LineRowFragment;
  readonly onClose: () => void;
}

export function EditLineDialog({ line, onClose }: EditLineDialogProps) {
  const announce = useAnnounce();
  const { configId } = line;
  const { send, retry, isSending, problems } = useSend(UpdateLineDocument, {
    failure: `${nameOf(line)} was not saved.`,
    store: (cache, { updateSipLine }) => {
      if (updateSipLine) forgetRegistration(cache, updateSipLine.id);
    },
  });

  function finish(outcome: Outcome<UpdateLineMutation> | undefined) {
    const saved = outcome?.data?.updateSipLine;
    if (!saved && !outcome?.problems.isApplied) return;
    announce(`${nameOf(saved ?? line)} was saved.`);
    onClose();
  }

  return (
    <Dialog title={`Edit ${nameOf(line)}`} onClose={onClose}>
      <Form
        action="Save"
        problems={problems}
        isSending={isSending}
        onClose={onClose}
        onSubmit={(form) => {
          const input = changesOf(line, valuesOf(form));
          if (Object.keys(input).length === 0) onClose();
          else void send((key) => ({ configId, input, key })).then(finish);
        }}
      >
        <Notices problems={problems} onRetry={() => void retry().then(finish)} />
        <LineFields problems={problems} line={line} />
      </Form>
    </Dialog>
  );
}
