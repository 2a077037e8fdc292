import { useFragment } from '@apollo/client/react';
import { LiveRegistrationFragmentDoc, type LineRowFragment } from '../__generated__/graphql.ts';
import { registrationState } from './registration-state.ts';

export function Registration({ line }: { readonly line: LineRowFragment }) {
  const { data, complete } = useFragment({
    fragment: LiveRegistrationFragmentDoc,
    from: { __typename: 'SipLine', id: line.id },
  });
  const { tone, label, detail } = registrationState(line, complete ? data.registration : null);
  return (
    <span className={`registration ${tone}`}>
      {label}
      {detail !== undefined && <small>{detail}</small>}
    </span>
  );
}
