import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Reply } from '../../bitrix24/protocol/envelope.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { PAGE_SIZE } from '../list-method.ts';
import { isId } from '../wire.ts';
import { sipGet, type SipLineConditions } from './methods.ts';
import type { PbxType, SipLine } from './sip-line.ts';
import { titleIs } from './title.ts';

/** Which lines; every given condition must hold. No secret field is among them: a filter would let callers test guesses. */
export interface SipLineFilter {
  readonly configIds?: readonly string[] | undefined;
  readonly regIds?: readonly string[] | undefined;
  readonly type?: PbxType | undefined;
  /** The whole title, regardless of case. */
  readonly title?: string | undefined;
  readonly titleContains?: string | undefined;
  readonly server?: string | undefined;
  readonly login?: string | undefined;
}

export interface SipLineOrder {
  readonly field: 'CONFIG_ID' | 'TITLE';
  readonly direction: 'ASC' | 'DESC';
}

export interface SipLineSlice {
  /** An error in place of each unreadable row. */
  readonly lines: readonly (SipLine | Bitrix24Error)[];
  /** How many lines match, on all pages together. */
  readonly total: number;
}

/**
 * Lines `offset` to `offset + count` of those that match, with one call per page of 50.
 *
 * @throws Bitrix24Error
 */
export async function sliceSipLines(
  client: Bitrix24Client,
  filter: SipLineFilter,
  order: SipLineOrder,
  offset: number,
  count: number,
): Promise<SipLineSlice> {
  const conditions = conditionsOf(filter);
  if (!conditions) return { lines: [], total: 0 };
  const page = (start: number) => sipGet({ filter: conditions, order, start });

  const firstStart = offset - (offset % PAGE_SIZE);
  const first = await client.call(page(firstStart));
  const pages = [rowsOnPage(first, firstStart)];
  const total = first.total ?? (await totalWithoutRows());
  const starts = range(firstStart + PAGE_SIZE, Math.min(offset + count, total), PAGE_SIZE);
  const replies = await client.callAll(starts.map(page));
  replies.forEach((reply, index) => {
    if (reply instanceof Error) throw reply;
    pages.push(rowsOnPage(reply, starts[index] ?? 0));
  });
  return { lines: pages.flat().slice(offset - firstStart, offset - firstStart + count), total };

  /** The portal omits the total from a page without rows: nothing matches, or the offset is past the end. */
  async function totalWithoutRows(): Promise<number> {
    if (first.value.length > 0) throw unexpected('rows without a total');
    return offset === 0 ? 0 : ((await client.call(page(0))).total ?? 0);
  }
}

/** Lines by the id that they were requested by. Unknown ones are absent. */
export interface FoundSipLines {
  readonly lines: ReadonlyMap<string, SipLine>;
  /** Set if the portal returned unreadable rows: a line that is absent may be one of them. */
  readonly unreadable: Bitrix24Error | undefined;
}

/** @throws Bitrix24Error */
export async function findSipLines(
  client: Bitrix24Client,
  by: 'CONFIG_ID' | 'REG_ID',
  wanted: readonly string[],
): Promise<FoundSipLines> {
  const ids = unique(wanted.filter(isId));
  // Never more ids than rows on a page: lines cannot get lost between pages.
  const replies = await client.callAll(
    range(0, ids.length, PAGE_SIZE).map((start) =>
      sipGet({ filter: { [by]: ids.slice(start, start + PAGE_SIZE) } }),
    ),
  );
  const lines = new Map<string, SipLine>();
  let unreadable: Bitrix24Error | undefined;
  for (const reply of replies) {
    if (reply instanceof Error) throw reply;
    for (const row of reply.value) {
      if (row instanceof Error) unreadable = row;
      else lines.set((by === 'REG_ID' ? row.regId : null) ?? row.configId, row);
    }
  }
  return { lines, unreadable };
}

type Rows = readonly (SipLine | Bitrix24Error)[];

/** The rows of a page. A page shorter than its total implies would shift every later line to a wrong position. */
function rowsOnPage({ value, total }: Reply<Rows>, start: number): Rows {
  if (total !== undefined && value.length !== clamp(total - start, 0, PAGE_SIZE))
    throw unexpected('a page whose length contradicts its total');
  return value;
}

function unexpected(detail: string): Bitrix24Error {
  return new Bitrix24Error(sipGet.method, { kind: 'unexpected-shape', detail });
}

/** The portal's filter; undefined if nothing can match it. */
function conditionsOf(filter: SipLineFilter): SipLineConditions | undefined {
  // Anything else cannot be an id, and the database would read "5abc" as 5.
  const configIds = filter.configIds && unique(filter.configIds.filter(isId));
  const regIds = filter.regIds && unique(filter.regIds.filter(isId));
  if (configIds?.length === 0 || regIds?.length === 0) return undefined;
  return {
    CONFIG_ID: configIds,
    REG_ID: regIds,
    '=TYPE': filter.type?.toLowerCase(),
    ...(filter.title !== undefined && titleIs(filter.title)),
    '%TITLE': filter.titleContains,
    '=SERVER': filter.server,
    '=LOGIN': filter.login,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step)) },
    (_, index) => from + index * step,
  );
}
