import type { SipLineFilter, SipLineOrder, SipLineSlice } from '../../telephony/sip-lines/find.ts';
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
  readonly edges: readonly { readonly cursor: string; readonly node: SipLine | Error }[];
  readonly totalCount: number;
  readonly pageInfo: PageInfoSource;
}

export interface SipLineConnectionArguments {
  /** Null means the default, like absent. */
  readonly first: number | null;
  readonly after: string | undefined;
  readonly filter: SipLineFilter;
  readonly order: SipLineOrder;
}

/** Far beyond the end of any list, but still a number that the portal can parse. */
const MAX_POSITION = 999_999_999;

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
  const offset = after === undefined ? 0 : positionOf(after, list) + 1;
  return toConnection(await telephony.sipLines.slice(filter, order, offset, count), offset, list);
}

function toConnection({ lines, total }: SipLineSlice, offset: number, list: string): SipLineConnectionSource {
  const edges = lines.map((node, index) => ({ cursor: writeCursor(offset + index, list), node }));
  return {
    nodes: lines,
    edges,
    totalCount: total,
    pageInfo: {
      // An empty page past the end has no cursor to continue from.
      hasNextPage: lines.length > 0 && offset + lines.length < total,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function positionOf(cursor: string, list: string): number {
  const position = Number(readCursor(cursor, list));
  if (position > MAX_POSITION) throw foreignCursor();
  return position;
}
