import type { SipLineFilter } from '../../telephony/sip-lines/filter.ts';
import type { SipLineOrder } from '../../telephony/sip-lines/list.ts';
import type { SipLineEntry, SipLinePosition } from '../../telephony/sip-lines/position.ts';
import type { SipLine } from '../../telephony/sip-lines/sip-line.ts';
import type { Telephony } from '../../telephony/telephony.ts';
import {
  foreignCursor,
  nameOfList,
  pageSize,
  readCursor,
  writeCursor,
  type PageInfoSource,
} from './cursor.ts';

/** A page of lines with the data for its cursors. */
export interface SipLineConnectionSource {
  readonly nodes: readonly (SipLine | Error)[];
  /** Made only if they are selected. */
  readonly edges: () => readonly { readonly cursor: string; readonly node: SipLine | Error }[];
  /** Counted only if it is selected. */
  readonly totalCount: () => Promise<number>;
  readonly pageInfo: PageInfoSource;
}

export interface SipLineConnectionArguments {
  /** Null means the default, like absent. */
  readonly first: number | null;
  readonly after: string | undefined;
  readonly filter: SipLineFilter;
  readonly order: SipLineOrder;
}

/**
 * Returns the page of lines that the arguments select.
 *
 * @throws ArgumentError for an invalid page size or a cursor of another list
 */
export async function sipLineConnection(
  telephony: Telephony,
  { first, after, filter, order }: SipLineConnectionArguments,
): Promise<SipLineConnectionSource> {
  const count = pageSize(first);
  const list = nameOfList({ ...filter, ...order });
  const position = after === undefined ? undefined : positionOf(readCursor(after, list()), order);
  const { entries, hasMore, total } = await telephony.sipLines.list(filter, order, position, count);
  const last = entries.at(-1);
  const cursorOf = (entry: SipLineEntry) => writeCursor(placeOf(entry.position), list());
  return {
    nodes: entries.map(({ line }) => line),
    edges: () => entries.map((entry) => ({ cursor: cursorOf(entry), node: entry.line })),
    totalCount: total,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: position !== undefined,
      startCursor: () => (entries[0] ? cursorOf(entries[0]) : null),
      endCursor: () => (last ? cursorOf(last) : null),
    },
  };
}

// Not digits alone, as in cursors of versions that counted lines.
const PLACE = /^id(0|[1-9]\d{0,18})\+(0|[1-9]\d{0,2}) (.*)$/su;

function placeOf({ configId, unreadable, title }: SipLinePosition): string {
  return `id${configId}+${unreadable} ${title}`;
}

/** @throws ArgumentError if it is no place in a list with this order */
function positionOf(place: string, { field }: SipLineOrder): SipLinePosition {
  const [, configId, unreadable, title] = PLACE.exec(place) ?? [];
  if (configId === undefined || title === undefined || (title !== '' && field !== 'TITLE'))
    throw foreignCursor();
  return { configId, unreadable: Number(unreadable), title };
}
