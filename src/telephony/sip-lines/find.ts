import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Reply } from '../../bitrix24/protocol/envelope.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import type { Command, Params } from '../../bitrix24/protocol/command.ts';
import { decodeResult, tryDecode } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { phpTrim } from './php-trim.ts';
import { sipLineRow, type PbxType, type SipLine } from './sip-line.ts';
import { isId } from '../wire.ts';

/** Which lines; every given condition must hold. No secret field is among them: a filter would answer guesses. */
export interface SipLineFilter {
  readonly configIds?: readonly string[] | undefined;
  readonly regIds?: readonly string[] | undefined;
  readonly type?: PbxType | undefined;
  /** The whole title, without regard to case. */
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
  /** An error where a row cannot be read. */
  readonly lines: readonly (SipLine | Bitrix24Error)[];
  /** All lines that match. */
  readonly total: number;
}

/** Rows of a page of every list method. Source: Bitrix24 REST documentation. */
const PAGE_SIZE = 50;

/** Lines number `offset` to `offset + count` of those that match, with one call for each page of 50 they are on. */
export async function sliceSipLines(
  client: Bitrix24Client,
  filter: SipLineFilter,
  order: SipLineOrder,
  offset: number,
  count: number,
): Promise<SipLineSlice> {
  const conditions = filterParams(filter);
  if (!conditions) return { lines: [], total: 0 };
  const page = (start: number): Command => ({
    method: METHODS.sipGet,
    params: { FILTER: conditions, SORT: order.field, ORDER: order.direction, start },
  });

  const firstStart = offset - (offset % PAGE_SIZE);
  const first = await client.call(page(firstStart));
  const rows = readPage(first, firstStart);
  const total = first.total ?? (await totalWithoutRows(client, page(0), rows.length, offset));
  const starts = range(firstStart + PAGE_SIZE, Math.min(offset + count, total), PAGE_SIZE);
  const replies = await client.callAll(starts.map(page));
  replies.forEach((reply, index) => {
    if (reply instanceof Error) throw reply;
    rows.push(...readPage(reply, starts[index] ?? 0));
  });
  return { lines: rows.slice(offset - firstStart, offset - firstStart + count), total };
}

/** The portal leaves the total out where an answer has no rows: nothing matches, or the offset is past the end. */
async function totalWithoutRows(
  client: Bitrix24Client,
  firstPage: Command,
  rows: number,
  offset: number,
): Promise<number> {
  if (rows > 0) {
    throw new Bitrix24Error(METHODS.sipGet, { kind: 'unexpected-shape', detail: 'rows without a total' });
  }
  return offset === 0 ? 0 : ((await client.call(firstPage)).total ?? 0);
}

/** Lines by the id they were asked for by. Unknown ones are absent. */
export interface FoundSipLines {
  readonly lines: ReadonlyMap<string, SipLine>;
  /** Set if the portal answered rows that cannot be read: a line that is absent may be one of them. */
  readonly unreadable: Bitrix24Error | undefined;
}

export async function findSipLines(
  client: Bitrix24Client,
  by: 'CONFIG_ID' | 'REG_ID',
  wanted: readonly string[],
): Promise<FoundSipLines> {
  const ids = unique(wanted.filter(isId));
  // Never more ids than rows on a page: there is no second page to get lost between.
  const replies = await client.callAll(
    range(0, ids.length, PAGE_SIZE).map((start) => ({
      method: METHODS.sipGet,
      params: { FILTER: { [by]: ids.slice(start, start + PAGE_SIZE) } },
    })),
  );
  const lines = new Map<string, SipLine>();
  let unreadable: Bitrix24Error | undefined;
  for (const reply of replies) {
    if (reply instanceof Error) throw reply;
    for (const row of readRows(reply)) {
      if (row instanceof Bitrix24Error) unreadable = row;
      else lines.set((by === 'REG_ID' ? row.regId : null) ?? row.configId, row);
    }
  }
  return { lines, unreadable };
}

/** The command that asks for the line with a title. */
export function titleQuery(title: string): Command {
  return { method: METHODS.sipGet, params: { FILTER: { '=TITLE': phpTrim(title) } } };
}

/** A line, and the row it was read from. */
export interface SipLineWithRow {
  readonly line: SipLine;
  readonly row: unknown;
}

/**
 * The line with a title in the result of its {@link titleQuery}, if this application has one.
 *
 * @throws Bitrix24Error if a row cannot be read: it may be the one
 */
export function sipLineWithTitle(title: string, result: unknown): SipLineWithRow | undefined {
  for (const row of rawRows(result)) {
    const line = decodeResult(METHODS.sipGet, sipLineRow, row);
    if (foldTitle(line.title) === foldTitle(title)) return { line, row };
  }
  return undefined;
}

/** Titles as the portal compares them: trimmed and without regard to case. */
export function foldTitle(title: string): string {
  return phpTrim(title).toLowerCase();
}

/** The rows of a page. A page that is shorter than its own total says would move every later line to a wrong place. */
function readPage(reply: Reply, start: number): (SipLine | Bitrix24Error)[] {
  const rows = readRows(reply);
  if (reply.total !== undefined && rows.length !== clamp(reply.total - start, 0, PAGE_SIZE)) {
    throw new Bitrix24Error(METHODS.sipGet, {
      kind: 'unexpected-shape',
      detail: 'a page of another length than its total says',
    });
  }
  return rows;
}

/** Row by row, so that one that cannot be read costs no other. */
function readRows(reply: Reply): (SipLine | Bitrix24Error)[] {
  return rawRows(reply.result).map((row) => tryDecode(METHODS.sipGet, sipLineRow, row));
}

function rawRows(result: unknown): unknown[] {
  return decodeResult(METHODS.sipGet, z.array(z.unknown()), result);
}

/** The portal's filter; undefined if nothing can match it. */
function filterParams(filter: SipLineFilter): Params | undefined {
  // Anything else cannot be an id, and the database would take "5abc" for 5.
  const configIds = filter.configIds && unique(filter.configIds.filter(isId));
  const regIds = filter.regIds && unique(filter.regIds.filter(isId));
  if (configIds?.length === 0 || regIds?.length === 0) return undefined;
  return {
    ...(configIds && { CONFIG_ID: configIds }),
    ...(regIds && { REG_ID: regIds }),
    ...(filter.type && { '=TYPE': filter.type.toLowerCase() }),
    ...(filter.title !== undefined && { '=TITLE': phpTrim(filter.title) }),
    ...(filter.titleContains !== undefined && { '%TITLE': filter.titleContains }),
    ...(filter.server !== undefined && { '=SERVER': filter.server }),
    ...(filter.login !== undefined && { '=LOGIN': filter.login }),
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
