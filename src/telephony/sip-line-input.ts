import type { Params } from '../bitrix24/method.ts';
import { InvalidInputError, type Problem } from './errors.ts';
import type { PbxType } from './sip-line.ts';

/** What it takes to add a line. Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export interface NewSipLine {
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

/** The most characters the portal takes for SERVER, LOGIN and PASSWORD. */
const MAX_LENGTH = 100;

/**
 * Checks what the portal would check, and that a title is there: it is how a line whose answer was lost is found
 * again. What only the portal knows (taken titles, the number of cloud lines) is left to it.
 *
 * @throws InvalidInputError with every problem at once
 */
export function checkNewSipLine(line: NewSipLine): void {
  const [first, ...others] = [
    ...checkText('title', line.title, { required: true }),
    ...checkText('server', line.server, { required: true, trimmed: withoutScheme, maxLength: MAX_LENGTH }),
    ...checkText('login', line.login, { required: true, maxLength: MAX_LENGTH }),
    ...checkText('password', line.password, { trimmed: asIs, maxLength: MAX_LENGTH }),
  ];
  if (first) throw new InvalidInputError([first, ...others]);
}

/** The parameters as the caller gave them: trimming is the portal's business, and its answer tells the result. */
export function newSipLineParams(line: NewSipLine): Params {
  return {
    TYPE: line.type.toLowerCase(),
    TITLE: line.title,
    SERVER: line.server,
    LOGIN: line.login,
    PASSWORD: line.password,
  };
}

interface TextRule {
  readonly required?: boolean;
  /** What the portal makes of the text before it measures it. */
  readonly trimmed?: (value: string) => string;
  readonly maxLength?: number;
}

function checkText(field: string, value: string, rule: TextRule): Problem[] {
  // Half a surrogate pair is no character; PHP would refuse the whole request because of it.
  if (!value.isWellFormed()) return [{ field, message: 'Contains a character that is not valid Unicode.' }];
  const { required = false, trimmed = trim, maxLength = Infinity } = rule;
  // Characters are code points, as PHP counts them.
  const { length } = Array.from(trimmed(value));
  if (required && length === 0) return [{ field, message: 'Must not be empty.' }];
  if (length > maxLength)
    return [{ field, message: `Must be at most ${String(maxLength)} characters long.` }];
  return [];
}

function trim(value: string): string {
  return value.trim();
}

function withoutScheme(value: string): string {
  return value.trim().replace(/^https?:\/\//, '');
}

function asIs(value: string): string {
  return value;
}
