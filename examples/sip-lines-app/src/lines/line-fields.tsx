import type { LineRowFragment } from '../__generated__/graphql.ts';
import type { Problems } from '../errors/problems.ts';
import { Field } from '../ui/field.tsx';

interface LineFieldsProps {
  readonly problems: Problems;
  /** The line that is edited. */
  readonly line?: LineRowFragment;
}

/** What a new line and a line that is edited have in common. The gateway checks the values. */
export function LineFields({ problems: { fields }, line }: LineFieldsProps) {
  return (
    <>
      <Field label="Title" name="title" defaultValue={line?.title} problem={fields['input.title']} />
      <Field
        label="Server"
        name="server"
        defaultValue={line?.server}
        problem={fields['input.server']}
        hint="The host of the provider or PBX, such as sip.example.com"
      />
      <Field label="Login" name="login" defaultValue={line?.login} problem={fields['input.login']} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        problem={fields['input.password']}
        {...(line && { hint: 'Leave it empty to keep the password' })}
      />
    </>
  );
}
