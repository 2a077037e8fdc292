import type { UnreadableRow } from '../list-method.ts';
import { configIdOf, placed, START, type SipLineEntry, type SipLinePosition } from './position.ts';
import type { SipLine } from './sip-line.ts';

/** The longest title that the portal's column holds. */
const MAX_TITLE_LENGTH = 255;

/**
 * Orders rows by title, and those with the same title by CONFIG_ID. Rows whose CONFIG_ID cannot be read come first.
 *
 * @returns those that follow a position; all without one
 */
export function orderByTitle(
  rows: readonly (SipLine | UnreadableRow)[],
  direction: 'ASC' | 'DESC',
  after: SipLinePosition | undefined,
): SipLineEntry[] {
  const compare = comparison(direction);
  const entries = [
    ...placed(
      rows.filter((row) => configIdOf(row) === null),
      START,
    ),
    ...placed(
      rows.filter((row) => configIdOf(row) !== null),
      START,
      titleOf,
    ),
  ].sort((one, other) => compare(one.position, other.position));
  return after ? entries.filter(({ position }) => compare(position, after) > 0) : entries;
}

/** A title as a cursor can hold it. */
function titleOf(row: SipLine | UnreadableRow): string {
  return row instanceof Error ? '' : row.title.slice(0, MAX_TITLE_LENGTH).toWellFormed();
}

function comparison(direction: 'ASC' | 'DESC'): (one: SipLinePosition, other: SipLinePosition) => number {
  // The order that Unicode gives to all languages together, the same on every machine.
  const { compare } = new Intl.Collator('und');
  const sign = direction === 'ASC' ? 1 : -1;
  return (one, other) => {
    const ids = [BigInt(one.configId), BigInt(other.configId)] as const;
    if (ids[0] === 0n || ids[1] === 0n)
      return compareNumbers(ids[0], ids[1]) || one.unreadable - other.unreadable;
    return sign * (compare(one.title, other.title) || compareNumbers(...ids));
  };
}

function compareNumbers(one: bigint, other: bigint): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
