import { hash } from 'node:crypto';
import { ArgumentError } from '../errors/argument-error.ts';

/** The default page size, which is also the portal's. */
const DEFAULT_PAGE = 50;

/** The maximum page size. */
export const MAX_PAGE = 200;

/** The position of a page in its connection. */
export interface PageInfoSource {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Written only if they are selected. */
  readonly startCursor: () => string | null;
  readonly endCursor: () => string | null;
}

/**
 * The size of a page. Null means the default, like absent.
 *
 * @throws ArgumentError if it is out of range
 */
export function pageSize(first: number | null): number {
  const count = first ?? DEFAULT_PAGE;
  if (count < 1 || count > MAX_PAGE) throw new ArgumentError(['first'], `Must be between 1 and ${MAX_PAGE}.`);
  return count;
}

/**
 * Identifies a list by everything it depends on, so that a cursor of one list is not accepted for another. Most pages need
 * no cursor, so the name is made when it is first asked for.
 */
export function nameOfList(conditions: object): () => string {
  let name: string | undefined;
  return () => {
    if (name !== undefined) return name;
    const parts = Object.entries(conditions).sort(([one], [other]) => (one < other ? -1 : 1));
    return (name = hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10));
  };
}

/** @param place where in the list the entry is */
export function writeCursor(place: string, list: string): string {
  return Buffer.from(`${list}.${place}`).toString('base64url');
}

/**
 * Returns the place that a cursor of a list points to.
 *
 * @throws ArgumentError for anything that `writeCursor` did not write, because decoding tolerates many forged cursors
 */
export function readCursor(cursor: string, list: string): string {
  const decoded = Buffer.from(cursor, 'base64url').toString();
  const place = decoded.slice(list.length + 1);
  if (writeCursor(place, list) !== cursor) throw foreignCursor();
  return place;
}

/** The error of a cursor that belongs to another list. */
export function foreignCursor(): ArgumentError {
  return new ArgumentError(['after'], 'Must be a cursor of this list, with the same filter and order.');
}
