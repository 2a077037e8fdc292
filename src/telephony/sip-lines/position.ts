import type { UnreadableRow } from '../list-method.ts';
import type { SipLine } from './sip-line.ts';

/**
 * Where a line is in a list: the values that its order depends on. A list goes on after it even if the line is gone.
 */
export interface SipLinePosition {
  /**
   * The CONFIG_ID of the line, or of the last one before it whose CONFIG_ID can be read; `0` at the start of the list.
   */
  readonly configId: string;
  /** What the line is ordered by in the order by title; empty in any other. */
  readonly title: string;
  /** How many rows that line is behind the one with `configId`, because the CONFIG_ID of none of them can be read. */
  readonly unreadable: number;
}

export const START: SipLinePosition = { configId: '0', title: '', unreadable: 0 };

/** A line of a list, or the error in place of one that cannot be read. */
export interface SipLineEntry {
  readonly line: SipLine | UnreadableRow;
  readonly position: SipLinePosition;
}

/**
 * Places rows in a list.
 *
 * @param previous the position of what is before them
 * @param titleOf what a row is ordered by before its CONFIG_ID
 */
export function placed(
  rows: readonly (SipLine | UnreadableRow)[],
  previous: SipLinePosition,
  titleOf: (row: SipLine | UnreadableRow) => string = () => '',
): SipLineEntry[] {
  let position = previous;
  return rows.map((line) => {
    const configId = configIdOf(line);
    position =
      configId === null
        ? { ...position, unreadable: position.unreadable + 1 }
        : { configId, title: titleOf(line), unreadable: 0 };
    return { line, position };
  });
}

/** The rows without those at their start that are already part of the list up to a position. */
export function withoutUnreadable(
  rows: readonly (SipLine | UnreadableRow)[],
  { unreadable }: SipLinePosition,
): readonly (SipLine | UnreadableRow)[] {
  const first = rows.findIndex((row) => configIdOf(row) !== null);
  return rows.slice(Math.min(unreadable, first === -1 ? rows.length : first));
}

export function configIdOf(row: SipLine | UnreadableRow): string | null {
  return row instanceof Error ? row.id : row.configId;
}
