import { phpLength, phpTrim } from '../php/scalar.ts';
import { RestError } from '../rest/error.ts';
import type { Params } from '../rest/params.ts';
import type { MethodSettings } from './method.ts';
import type { Texts } from './translated-texts.ts';

const MAX_LENGTH = 100;

/** The fields of a SIP line that a caller can set, cleaned as the portal cleans them. */
export interface SipLineFields {
  readonly title?: string;
  readonly server?: string;
  readonly login?: string;
  readonly password?: string;
}

/**
 * Reads and checks the fields. All problems are reported together, joined with `<br> `. When a line is added, SERVER
 * and LOGIN are required; when it is updated, absent fields are not checked. The type is checked in both cases.
 */
export function readSipLineFields(
  params: Params,
  type: string,
  purpose: 'add' | 'update',
  texts: Texts,
): SipLineFields {
  const title = params.text('TITLE');
  const server = params.text('SERVER');
  const login = params.text('LOGIN');
  const password = params.text('PASSWORD');
  const problems: string[] = [];
  const required = purpose === 'add' ? '' : undefined;

  if (type !== 'cloud' && type !== 'office') problems.push(texts.typeUnknown);

  const cleanServer = mapText(server ?? required, (text) =>
    phpTrim(text).replaceAll('http://', '').replaceAll('https://', ''),
  );
  if (cleanServer === '') problems.push(texts.serverMissing);
  else if (isTooLong(cleanServer)) problems.push(texts.serverTooLong);

  const cleanLogin = mapText(login ?? required, phpTrim);
  if (cleanLogin === '') problems.push(texts.loginMissing);
  else if (isTooLong(cleanLogin)) problems.push(texts.loginTooLong);

  if (isTooLong(password)) problems.push(texts.passwordTooLong);

  if (problems.length > 0) throw new RestError(400, 'CHECK_FIELDS_ERROR', problems.join('<br> '));
  return {
    ...(title === undefined ? {} : { title: phpTrim(title) }),
    ...(cleanServer === undefined ? {} : { server: cleanServer }),
    ...(cleanLogin === undefined ? {} : { login: cleanLogin }),
    ...(password === undefined ? {} : { password: phpTrim(password) }),
  };
}

/** A title as the database stores it: cut to the length of its column, after it was compared with others as a whole. */
export function storedTitle(title: string, { storedTitleLength }: MethodSettings): string {
  if (title.length <= storedTitleLength) return title;
  return Array.from(title).slice(0, storedTitleLength).join('');
}

function mapText(text: string | undefined, change: (text: string) => string): string | undefined {
  return text === undefined ? undefined : change(text);
}

function isTooLong(text: string | undefined): boolean {
  return text !== undefined && phpLength(text) > MAX_LENGTH;
}
