import type { CallFilter, CallOrder } from '../../telephony/calls/history.ts';
import type { TelephonyCall } from '../../telephony/calls/telephony-call.ts';
import type { Telephony } from '../../telephony/telephony.ts';
import { isId } from '../../telephony/wire.ts';
import {
  foreignCursor,
  nameOfList,
  pageSize,
  readCursor,
  writeCursor,
  type PageInfoSource,
} from './cursor.ts';

/** A page of calls with the data for its cursors. */
export interface TelephonyCallConnectionSource {
  readonly nodes: readonly TelephonyCall[];
  /** Made only if they are selected. */
  readonly edges: () => readonly { readonly cursor: string; readonly node: TelephonyCall }[];
  readonly pageInfo: PageInfoSource;
  /** Counted only if it is selected. */
  readonly totalCount: () => Promise<number>;
}

export interface CallConnectionArguments {
  /** Null means the default, like absent. */
  readonly first: number | null;
  readonly after: string | undefined;
  readonly filter: CallFilter;
  readonly order: CallOrder;
}

/**
 * Returns the page of calls that the arguments select.
 *
 * @throws ArgumentError for an invalid page size or a cursor of another list
 */
export async function callConnection(
  telephony: Telephony,
  { first, after, filter, order }: CallConnectionArguments,
): Promise<TelephonyCallConnectionSource> {
  const count = pageSize(first);
  const list = nameOfList({ ...filter, order });
  const last = after === undefined ? undefined : readCursor(after, list());
  if (last !== undefined && !isId(last)) throw foreignCursor();
  const { calls, mayHaveMore } = await telephony.calls.read(filter, order, last, count);
  const cursorOf = (call: TelephonyCall) => writeCursor(call.statisticId, list());
  const final = calls.at(-1);
  return {
    nodes: calls,
    edges: () => calls.map((node) => ({ cursor: cursorOf(node), node })),
    pageInfo: {
      hasNextPage: mayHaveMore,
      hasPreviousPage: last !== undefined,
      startCursor: () => (calls[0] ? cursorOf(calls[0]) : null),
      endCursor: () => (final ? cursorOf(final) : null),
    },
    totalCount: () => telephony.calls.count(filter),
  };
}

/** Returns the page of calls on one line. A line that cannot make calls has none. */
export function callsOfLine(
  telephony: Telephony,
  lineId: string | null,
  { filter, ...page }: CallConnectionArguments,
): Promise<TelephonyCallConnectionSource> {
  const lineIds =
    lineId !== null && (filter.lineIds === undefined || filter.lineIds.includes(lineId)) ? [lineId] : [];
  return callConnection(telephony, { ...page, filter: { ...filter, lineIds } });
}
