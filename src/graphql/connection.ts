import { createHash } from 'node:crypto';
import type { SipLineFilter, SipLineOrder, SipLineSlice } from '../telephony/sip-lines/find.ts';
import type { SipLine } from '../telephony/sip-lines/sip-line.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { ArgumentError } from './errors/argument-error.ts';

/** Lines of a page where nobody says how many; the portal's own page. */
const DEFAULT_PAGE = 50;

/** The most lines a page may have. */
const MAX_PAGE = 200;

/** A page of lines with what its cursors are made of. */
export interface SipLineConnectionSource {
  readonly nodes: readonly (SipLine | Error)[];
  readonly edges: readonly { readonly cursor: string; readonly node: SipLine | Error }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export interface ConnectionArguments {
  /** Null as well as absent means the default. */
  readonly first: number | null;
  readonly after: string | undefined;
  readonly filter: SipLineFilter;
  readonly order: SipLineOrder;
}

/**
 * The page of lines that the arguments name.
 *
 * @throws ArgumentError for a page size out of bounds or a cursor of another list
 */
export async function sipLineConnection(
  telephony: Telephony,
  { first, after, filter, order }: ConnectionArguments,
): Promise<SipLineConnectionSource> {
  const count = first ?? DEFAULT_PAGE;
  if (count < 1 || count > MAX_PAGE) throw new ArgumentError(['first'], `Must be from 1 to ${MAX_PAGE}.`);
  const list = nameOfList(filter, order);
  const offset = after === undefined ? 0 : readCursor(after, list) + 1;
  return toConnection(await telephony.sipLines.slice(filter, order, offset, count), offset, list);
}

function toConnection({ lines, total }: SipLineSlice, offset: number, list: string): SipLineConnectionSource {
  const edges = lines.map((node, index) => ({ cursor: writeCursor(offset + index, list), node }));
  return {
    nodes: lines,
    edges,
    totalCount: total,
    pageInfo: {
      // An empty page past the end has no cursor to go on from.
      hasNextPage: lines.length > 0 && offset + lines.length < total,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Names a list by its filter and order, so that a cursor into one is not taken for one into another. */
function nameOfList(filter: SipLineFilter, order: SipLineOrder): string {
  const parts = Object.entries({ ...filter, ...order }).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 10);
}

function writeCursor(position: number, list: string): string {
  return Buffer.from(`${list}.${position}`).toString('base64url');
}

/** Only what `writeCursor` wrote: a decoder would overlook much in a cursor that someone made up. */
function readCursor(cursor: string, list: string): number {
  const position = Number(Buffer.from(cursor, 'base64url').toString().split('.')[1]);
  if (
    !Number.isSafeInteger(position) ||
    position < 0 ||
    position > MAX_POSITION ||
    writeCursor(position, list) !== cursor
  ) {
    throw new ArgumentError(['after'], 'Is not a cursor of this list: it belongs to its filter and order.');
  }
  return position;
}

/** Far beyond any list, and still a number that the portal reads as one. */
const MAX_POSITION = 999_999_999;
