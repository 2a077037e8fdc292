import { createHash } from 'node:crypto';
import { ArgumentError } from '../errors/argument-error.ts';

/** Entries of a page where nobody says how many; the portal's own page. */
const DEFAULT_PAGE = 50;

/** The most entries a page may have. */
export const MAX_PAGE = 200;

/** Where a page of a connection lies. */
export interface PageInfoSource {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/**
 * How many entries a page shall have. Null as well as absent means the default.
 *
 * @throws ArgumentError for a number out of bounds
 */
export function pageSize(first: number | null): number {
  const count = first ?? DEFAULT_PAGE;
  if (count < 1 || count > MAX_PAGE) throw new ArgumentError(['first'], `Must be from 1 to ${MAX_PAGE}.`);
  return count;
}

/** Names a list by all that it depends on, so that a cursor into one is not taken for one into another. */
export function nameOfList(conditions: object): string {
  const parts = Object.entries(conditions).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 10);
}

/** @param place a whole number */
export function writeCursor(place: string | number, list: string): string {
  return Buffer.from(`${list}.${place}`).toString('base64url');
}

/**
 * The place that a cursor into a list names.
 *
 * @throws ArgumentError for all but what `writeCursor` wrote: a decoder would overlook much in a made-up cursor
 */
export function readCursor(cursor: string, list: string): string {
  const place = Buffer.from(cursor, 'base64url').toString().split('.')[1] ?? '';
  if (!/^\d{1,19}$/.test(place) || writeCursor(place, list) !== cursor) throw foreignCursor();
  return place;
}

/** The error of a cursor that belongs to another list. */
export function foreignCursor(): ArgumentError {
  return new ArgumentError(['after'], 'Is not a cursor of this list: it belongs to its filter and order.');
}
