import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { PAGE_SIZE, type UnreadableRow } from '../list-method.ts';
import { conditionsOf, type SipLineFilter } from './filter.ts';
import { sipGet, type SipLineConditions } from './methods.ts';
import { orderByTitle } from './order-by-title.ts';
import {
  configIdOf,
  placed,
  START,
  withoutUnreadable,
  type SipLineEntry,
  type SipLinePosition,
} from './position.ts';
import type { SipLine } from './sip-line.ts';

export interface SipLineOrder {
  readonly field: 'CONFIG_ID' | 'TITLE';
  readonly direction: 'ASC' | 'DESC';
}

type Direction = SipLineOrder['direction'];

/** A part of a list of lines, in order. */
export interface SipLinePage {
  readonly entries: readonly SipLineEntry[];
  /** Whether lines follow. */
  readonly hasMore: boolean;
  /** How many lines match, on all pages together. May take a call. */
  readonly total: () => Promise<number>;
}

/**
 * Up to `count` of the matching lines that follow a position. Lists are read by key, not by offset: a line that is
 * deleted or added elsewhere in the list meanwhile neither hides nor repeats another.
 *
 * @throws Bitrix24Error
 */
export async function listSipLines(
  client: Bitrix24Client,
  filter: SipLineFilter,
  { field, direction }: SipLineOrder,
  after: SipLinePosition | undefined,
  count: number,
): Promise<SipLinePage> {
  const conditions = conditionsOf(filter);
  if (!conditions) return { entries: [], hasMore: false, total: () => Promise.resolve(0) };
  if (field === 'TITLE') return listByTitle(client, conditions, direction, after, count);
  const { total, ...page } = await listByConfigId(client, conditions, direction, after, count);
  return {
    ...page,
    total: async () => (after ? (await readAfter(client, conditions, direction, START)).total : total),
  };
}

interface Part {
  readonly entries: readonly SipLineEntry[];
  readonly hasMore: boolean;
  /** How many lines follow the position that the part was read from. */
  readonly total: number;
}

/** Reads pages one after another, because only the last row of a page says where the next one starts. */
async function listByConfigId(
  client: Bitrix24Client,
  conditions: SipLineConditions,
  direction: Direction,
  after: SipLinePosition | undefined,
  count: number,
): Promise<Part> {
  const entries: SipLineEntry[] = [];
  let last = after ?? START;
  let total: number | undefined;
  for (;;) {
    const page = await readAfter(client, conditions, direction, last);
    const read = placed(withoutUnreadable(page.rows, last), last);
    entries.push(...read);
    total ??= page.total;
    const left = page.total - page.rows.length;
    if (entries.length >= count || left === 0)
      return { entries: entries.slice(0, count), hasMore: entries.length > count || left > 0, total };
    const next = read.at(-1)?.position ?? last;
    if (next.configId === last.configId) throw unexpected('a full page without a CONFIG_ID');
    last = next;
  }
}

/**
 * Reads all matching lines and orders them here. The portal can sort by one column only, so lines with the same title,
 * or with none, have no fixed order there, and which titles are the same depends on its database.
 */
async function listByTitle(
  client: Bitrix24Client,
  conditions: SipLineConditions,
  direction: Direction,
  after: SipLinePosition | undefined,
  count: number,
): Promise<SipLinePage> {
  const { entries } = await listByConfigId(client, conditions, 'ASC', undefined, Infinity);
  const ordered = orderByTitle(
    entries.map(({ line }) => line),
    direction,
    after,
  );
  return {
    entries: ordered.slice(0, count),
    hasMore: ordered.length > count,
    total: () => Promise.resolve(entries.length),
  };
}

interface Page {
  readonly rows: readonly (SipLine | UnreadableRow)[];
  /** How many rows follow the position, on this page and after it. */
  readonly total: number;
}

/** The first page of the matching rows that follow a position. */
async function readAfter(
  client: Bitrix24Client,
  conditions: SipLineConditions,
  direction: Direction,
  { configId }: SipLinePosition,
): Promise<Page> {
  const ascending = direction === 'ASC';
  const isStart = configId === START.configId;
  const { value: rows, total = 0 } = await client.call(
    sipGet({
      filter: { ...conditions, ...(!isStart && { [ascending ? '>CONFIG_ID' : '<CONFIG_ID']: configId }) },
      order: { field: 'CONFIG_ID', direction },
      start: 0,
    }),
  );
  // The portal omits the total from a page without rows only.
  if (rows.length !== Math.min(total, PAGE_SIZE))
    throw unexpected('a page whose length contradicts its total');
  let last = isStart ? undefined : configId;
  for (const row of rows) {
    const id = configIdOf(row);
    if (id === null) continue;
    // A portal that ignores the condition or the order would return the same page for ever.
    if (last !== undefined && BigInt(id) > BigInt(last) !== ascending) throw unexpected('rows out of order');
    if (id === last) throw unexpected('a row twice');
    last = id;
  }
  return { rows, total };
}

function unexpected(detail: string): Bitrix24Error {
  return new Bitrix24Error(sipGet.method, { kind: 'unexpected-shape', detail });
}
