import { InvalidInputError, type Problem } from '../errors.ts';
import { phpTrim } from './php-trim.ts';
import type { PbxType } from './sip-line.ts';

/** A line to add. Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export interface NewSipLine {
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: string;
}

/** Changes to a line; absent fields stay as they are. Source: Bitrix24 REST documentation, `voximplant.sip.update`. */
export type SipLineChanges = Partial<Pick<NewSipLine, 'title' | 'server' | 'login' | 'password'>>;

/** How many characters the portal accepts for SERVER, LOGIN and PASSWORD. */
const MAX_LENGTH = 100;

/**
 * The most bytes of a field, with the spaces that the portal trims. No limit of the portal's own for a title is known, but its
 * database has no room for more in a text: it would cut off the rest, and a line could not be found by its title.
 */
const MAX_BYTES = 65_535;

interface TextRule {
  readonly required: boolean;
  /** Turns the text into what the portal measures. */
  readonly measured: (value: string) => string;
  readonly maxLength: number;
}

/**
 * The portal's own checks, plus one: a title is required, because a lost add is looked up by it. What only the portal
 * can know (taken titles, the number of cloud lines) is left to the portal.
 */
const RULES: Readonly<Record<keyof SipLineChanges, TextRule>> = {
  title: { required: true, measured: phpTrim, maxLength: Infinity },
  server: { required: true, measured: storedServer, maxLength: MAX_LENGTH },
  login: { required: true, measured: phpTrim, maxLength: MAX_LENGTH },
  password: { required: false, measured: (value) => value, maxLength: MAX_LENGTH },
};

const FIELDS = ['title', 'server', 'login', 'password'] as const;

/**
 * Checks a line to add, or changes to one.
 *
 * @throws InvalidInputError with every problem at once
 */
export function checkSipLine(
  line: NewSipLine | NullableSipLineChanges,
): asserts line is NewSipLine | SipLineChanges {
  const [first, ...others] = FIELDS.flatMap((field) => problemOf(field, line[field]));
  if (first) throw new InvalidInputError([first, ...others]);
}

/** Changes as a caller may send them. `null` does not mean absent, and is refused. */
export type NullableSipLineChanges = { readonly [Field in keyof SipLineChanges]?: string | null | undefined };

function problemOf(field: keyof SipLineChanges, value: string | null | undefined): Problem[] {
  if (value === undefined) return [];
  if (value === null) return [{ field, message: 'Must not be null. Omit it to keep the current value.' }];
  // A lone surrogate is not a character; PHP would refuse the whole request.
  if (!value.isWellFormed()) return [{ field, message: 'Contains a character that is not valid Unicode.' }];
  const { required, measured, maxLength } = RULES[field];
  // Characters are code points, as PHP counts them.
  const { length } = Array.from(measured(value));
  if (required && length === 0) return [{ field, message: 'Must not be empty.' }];
  if (length > maxLength) return [{ field, message: `Must be at most ${maxLength} characters long.` }];
  return Buffer.byteLength(value) > MAX_BYTES
    ? [{ field, message: `Must be at most ${MAX_BYTES} bytes long in UTF-8.` }]
    : [];
}

/** SERVER as the portal stores it. Source: Bitrix24 REST documentation, `voximplant.sip.add`. */
export function storedServer(server: string): string {
  return phpTrim(server.replaceAll(/https?:\/\//g, ''));
}
