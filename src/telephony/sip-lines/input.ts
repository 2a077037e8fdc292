import type { Params } from '../../bitrix24/protocol/command.ts';
import { InvalidInputError, type Problem } from '../errors.ts';
import { phpTrim } from './php-trim.ts';
import type { PbxType } from './sip-line.ts';

/** What it takes to add a line. Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export interface NewSipLine {
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

/** What is to change in a line; what is absent stays. Source: Bitrix24 REST documentation, `voximplant.sip.update`. */
export type SipLineChanges = Partial<Pick<NewSipLine, 'title' | 'server' | 'login' | 'password'>>;

/** The most characters the portal takes for SERVER, LOGIN and PASSWORD. */
const MAX_LENGTH = 100;

interface TextRule {
  readonly required: boolean;
  /** What the portal makes of the text before it measures it. */
  readonly measured: (value: string) => string;
  readonly maxLength: number;
}

/**
 * What the portal checks, and that a title is there: it is how a line whose answer was lost is found again. What only
 * the portal knows (taken titles, the number of cloud lines) is left to it.
 */
const RULES: Readonly<Record<keyof SipLineChanges, TextRule>> = {
  title: { required: true, measured: phpTrim, maxLength: Infinity },
  server: {
    required: true,
    measured: storedServer,
    maxLength: MAX_LENGTH,
  },
  login: { required: true, measured: phpTrim, maxLength: MAX_LENGTH },
  password: { required: false, measured: (value) => value, maxLength: MAX_LENGTH },
};

const FIELDS = ['title', 'server', 'login', 'password'] as const;

/**
 * Checks a line to add, or changes of one.
 *
 * @throws InvalidInputError with every problem at once
 */
export function checkSipLine(
  line: NewSipLine | NullableSipLineChanges,
): asserts line is NewSipLine | SipLineChanges {
  const [first, ...others] = FIELDS.flatMap((field) => problemOf(field, line[field]));
  if (first) throw new InvalidInputError([first, ...others]);
}

/** Changes as a caller may send them: `null` is not the same as absent, and not allowed. */
export type NullableSipLineChanges = { readonly [Field in keyof SipLineChanges]?: string | null | undefined };

function problemOf(field: keyof SipLineChanges, value: string | null | undefined): Problem[] {
  if (value === undefined) return [];
  if (value === null) return [{ field, message: 'Must not be null: leave it out to keep what it is.' }];
  // Half a surrogate pair is no character; PHP would refuse the whole request because of it.
  if (!value.isWellFormed()) return [{ field, message: 'Contains a character that is not valid Unicode.' }];
  const { required, measured, maxLength } = RULES[field];
  // Characters are code points, as PHP counts them.
  const { length } = Array.from(measured(value));
  if (required && length === 0) return [{ field, message: 'Must not be empty.' }];
  return length > maxLength ? [{ field, message: `Must be at most ${maxLength} characters long.` }] : [];
}

/** SERVER as the portal keeps it. Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export function storedServer(server: string): string {
  return phpTrim(server.replaceAll(/https?:\/\//g, ''));
}

/** The parameters as the caller gave them: trimming is the portal's business, and its answer tells the result. */
export function sipLineParams(line: Partial<NewSipLine>): Params {
  const { type, title, server, login, password } = line;
  return {
    ...(type !== undefined && { TYPE: type.toLowerCase() }),
    ...(title !== undefined && { TITLE: title }),
    ...(server !== undefined && { SERVER: server }),
    ...(login !== undefined && { LOGIN: login }),
    ...(password !== undefined && { PASSWORD: password }),
  };
}
