import { useState } from 'react';
import type { LineRowFragment } from '../__generated__/graphql.ts';
import { Notices } from '../ui/notices.tsx';
import { DeleteLineDialog } from './delete-line-dialog.tsx';
import { EditLineDialog } from './edit-line-dialog.tsx';
import { nameOf } from './names.ts';
import { useMakeDefault } from './use-make-default.ts';

interface LineActionsProps {
  readonly line: LineRowFragment;
  readonly isDefault: boolean;
}

export function LineActions({ line, isDefault }: LineActionsProps) {
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const { makeDefault, retry, problems } = useMakeDefault(line);
  const close = () => setDialog(undefined);
  const name = nameOf(line);
  return (
    <>
      <div className="actions">
        {!isDefault && line.lineId !== null && (
          <button type="button" aria-label={`Make default: ${name}`} onClick={makeDefault}>
            Make default
          </button>
        )}
        <button type="button" aria-label={`Edit ${name}`} onClick={() => setDialog('edit')}>
          Edit
        </button>
        <button type="button" aria-label={`Delete ${name}`} onClick={() => setDialog('delete')}>
          Delete
        </button>
      </div>
      <Notices problems={problems} onRetry={() => void retry()} />
      {dialog === 'edit' && <EditLineDialog line={line} onClose={close} />}
      {dialog === 'delete' && <DeleteLineDialog line={line} onClose={close} />}
    </>
  );
}
