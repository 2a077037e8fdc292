import type { LineRowFragment, UpdateSipLineInput } from '../__generated__/graphql.ts';

export interface LineValues {
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

export function valuesOf(form: HTMLFormElement): LineValues {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    title: text('title').trim(),
    server: text('server').trim(),
    login: text('login').trim(),
    password: text('password'),
  };
}

/** Only what a person changed: the rest may have been changed by somebody else. */
export function changesOf(line: LineRowFragment, values: LineValues): UpdateSipLineInput {
  return {
    ...(values.title !== line.title && { title: values.title }),
    ...(values.server !== line.server && { server: values.server }),
    ...(values.login !== line.login && { login: values.login }),
    ...(values.password !== '' && { password: values.password }),
  };
}
