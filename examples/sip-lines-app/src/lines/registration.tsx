import { useFragment } from '@apollo/client/react';
import { LiveRegistrationFragmentDoc, type LineRowFragment } from '../__generated__/graphql.ts';
import { registrationState } from './registration-state.ts';
import type { Unread } from './unread-registrations.ts';

interface RegistrationProps {
  readonly line: LineRowFragment;
  readonly unread: Unread;
}

export function Registration({ line, unread }: RegistrationProps) {
  const { data, complete } = useFragment({
    fragment: LiveRegistrationFragmentDoc,
    from: { __typename: 'SipLine', id: line.id },
  });
  const { tone, label, detail } = registrationState(line, {
    live: complete ? data.registration : null,
    unread: unread[line.regId ?? ''],
  });
  return (
    <span className={`registration ${tone}`}>
      {label}
      {detail !== undefined && <small>{detail}</small>}
    </span>
  );
}
