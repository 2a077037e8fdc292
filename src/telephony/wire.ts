import { createTextCleaner } from '../bitrix24/protocol/portal-text.ts';
import { parseUrl } from '../config/parse-url.ts';
import { Secret } from '../config/secret.ts';
import { entries, required, UnreadableError, type Reader } from './record.ts';

/**
 * Readers for values as the portal sends them: numbers as numbers or strings; absent, `null` and `""` all meaning "no
 * value", and so does 0 where it cannot be one; flags as `Y`/`N`. A value of another kind is treated as absent, so that
 * one odd field never makes a record unreadable; only fields without which the record has no meaning are required.
 */

/** The longest text that is a value, in characters: the portal's columns hold 64 KiB at most. */
const MAX_TEXT_LENGTH = 65_535;

/** The maximum number of map entries that are read: no one has that many lines or voices. */
const MOST_ENTRIES = 10_000;

/** Text, or null where there is no value. */
export function text(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value === '' || value.length > MAX_TEXT_LENGTH ? null : value;
    case 'number':
      return Number.isFinite(value) ? String(value) : null;
    case 'boolean':
      return String(value);
    default:
      return null;
  }
}

/** Text, or `""` where there is no value. */
export function textOrEmpty(value: unknown): string {
  return text(value) ?? '';
}

/** Text to be kept secret, or null where there is no value. */
export function secret(value: unknown): Secret | null {
  const found = text(value);
  return found === null ? null : new Secret(found);
}

/** Text that passes a test, or null. */
function textThat(isValid: (value: string) => boolean): Reader<string | null> {
  return (value) => {
    const found = text(value);
    return found !== null && isValid(found) ? found : null;
  };
}

/** A positive whole number kept as text, or null: 0 is how the portal says "none". */
export const idOrNull = textThat(isId);

/** A positive whole number kept as text; required. */
export const id = required(idOrNull);

/** An identifier of any form, or null: 0 is how the portal says "none". */
export const anyIdOrNull = textThat((value) => value !== '0');

/**
 * A date and time as the portal writes it, or null. MySQL and PHP each have a date of their own for "none", beside 0.
 */
export const dateText = textThat((value) => !/^(0$|0000-00-00|-0001-11-30)/.test(value));

/** A decimal number kept as text, because a float would round money; null where there is none. */
export const decimal = textThat((value) => /^-?\d{1,15}(\.\d{1,8})?$/.test(value));

/** A moment in ISO 8601 with its offset, as the portal writes it, or null. */
export const moment = textThat(isMoment);

/** What a portal writes for people about something that failed, without markup and secrets; null if there is none. */
export function message(value: unknown, texts = createTextCleaner([])): string | null {
  return quotingMessage(value, texts)([]);
}

/** Returns a {@link message} without secrets that the portal was not sent. */
export type QuotingMessage = (secrets: readonly (Secret | null)[]) => string | null;

/** A {@link message} that may quote secrets that the portal was not sent, such as the passwords of a line. */
export function quotingMessage(value: unknown, texts = createTextCleaner([])): QuotingMessage {
  const found = text(value);
  if (found === null) return () => null;
  const clean = texts.quoting(found);
  return (secrets) => text(clean(secrets.filter((each) => each !== null)));
}

const anyWebAddress = textThat(isWebAddress);

/**
 * The http or https address of a page, or null: no other kind of link may reach a user, and none that holds a secret.
 */
export function webAddress(value: unknown, texts = createTextCleaner([])): string | null {
  const found = anyWebAddress(value);
  return found === null ? null : texts.link(found);
}

/** The value that a text stands for, regardless of case; null if the text is not among `values`. */
export function oneOf<T>(values: Iterable<readonly [text: string, value: T]>): Reader<T | null> {
  const known = new Map(Array.from(values, ([word, value]) => [word.toLowerCase(), value]));
  return (value) => known.get(textOrEmpty(value).toLowerCase()) ?? null;
}

/** `Y` or `N`; off where it was never set. Null where it says something else, or the portal has no such flag. */
export function flag(value: unknown): boolean | null {
  if (value === 'Y') return true;
  return value === 'N' || value === null || value === '' ? false : null;
}

/** A whole number, or null where there is none. */
export function integer(value: unknown): number | null {
  const found = text(value);
  return found !== null && /^-?\d{1,9}$/.test(found) ? Number(found) : null;
}

/** A whole number above 0, or null: 0 is how the portal says "none" where 0 cannot be a value. */
export function positive(value: unknown): number | null {
  const found = integer(value);
  return found !== null && found > 0 ? found : null;
}

/** Yes or no in any of the forms that PHP and the portal use, of which nothing is one; null where it is neither. */
export function truth(value: unknown): boolean | null {
  if (value === true || value === 1 || value === '1' || value === 'Y' || value === 'true') return true;
  const isNo = [false, 0, '0', 'N', 'false', null, ''].includes(value as never);
  return isNo ? false : null;
}

/** The `1` with which the portal confirms a write; required. */
export function confirmation(value: unknown): true {
  if (truth(value) !== true) throw new UnreadableError();
  return true;
}

/** Texts by their keys. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  return new Map(entries(value, MOST_ENTRIES).map(([key, each]) => [key, textOrEmpty(each)]));
}

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is a moment in ISO 8601 with its offset, and one that exists. */
export function isMoment(value: string): boolean {
  const local = MOMENT.exec(value)?.[1];
  if (local === undefined) return false;
  // `Date` moves February 30 to March instead of refusing it.
  const time = Date.parse(`${local}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(local);
}

/** Whether a text is an absolute address that begins with http or https. */
export function isWebAddress(value: string): boolean {
  // The parser would also take `https:host`, and strip what it does not like.
  return (
    /^https?:\/\/\S([^\p{Cc}]*\S)?$/iu.test(value) && value.isWellFormed() && parseUrl(value) !== undefined
  );
}

/** Whether a text is an identifier as the portal writes them: decimal, positive, no leading zero. */
export function isId(value: string): boolean {
  return /^[1-9]\d{0,18}$/.test(value);
}
