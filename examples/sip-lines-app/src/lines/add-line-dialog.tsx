import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { AddLineDocument, type AddLineMutation, type PbxType } from '../__generated__/graphql.ts';
import { useSend, type Outcome } from '../hooks/use-send.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { Notices } from '../ui/notices.tsx';
import { addToCache, refreshIfNoDefault } from './cache.ts';
import { valuesOf } from './form-values.ts';
import { LineFields } from './line-fields.tsx';
import { nameOf } from './names.ts';
import { TypeChoice } from './type-choice.tsx';

export function AddLineDialog({ onClose }: { readonly onClose: () => void }) {
  const announce = useAnnounce();
  const client = useApolloClient();
  const [type, setType] = useState<PbxType>('CLOUD');
  const { send, retry, isSending, problems } = useSend(AddLineDocument, {
    failure: 'The line was not added.',
    store: (cache, { addSipLine }) => {
      if (addSipLine) addToCache(cache, [addSipLine]);
    },
  });

  function finish(outcome: Outcome<AddLineMutation> | undefined) {
    const added = outcome?.data?.addSipLine;
    if (added) announce(announcementOf(added));
    else if (outcome?.problems.isApplied) announce('The line was added, but cannot be shown yet.');
    else return;
    onClose();
    void refreshIfNoDefault(client);
  }

  const makeOffice = (
    <button type="button" onClick={() => setType('OFFICE')}>
      Make it an office line
    </button>
  );
  return (
    <Dialog title="Add a line" onClose={onClose}>
      <Form
        action="Add"
        problems={problems}
        isSending={isSending}
        onClose={onClose}
        onSubmit={(form) => {
          const input = { type, ...valuesOf(form) };
          void send((key) => ({ input, key })).then(finish);
        }}
      >
        <Notices
          problems={problems}
          onRetry={() => void retry().then(finish)}
          actions={{ MAX_CLOUD_PBX: type === 'CLOUD' && makeOffice }}
        />
        <TypeChoice type={type} onChange={setType} />
        <LineFields problems={problems} />
      </Form>
    </Dialog>
  );
}

function announcementOf(line: NonNullable<AddLineMutation['addSipLine']>): string {
  return line.type === 'CLOUD' && line.regId === null
    ? `${nameOf(line)} was added, but the provider rejected its registration. Check its server, login and password.`
    : `${nameOf(line)} was added.`;
}
