import { comparable, compareCells } from './column.ts';
import type { Column } from './column.ts';
import type { CompiledFilter } from './filter.ts';

/** Rows per page, for every list method. */
export const PAGE_SIZE = 50;

export interface Sorting<Row> {
  readonly column: Column<Row>;
  readonly descending: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** All rows that match; undefined when they were not counted. */
  readonly total: number | undefined;
  /** `start` of the next page, if there is one. */
  readonly next: number | undefined;
}

/**
 * One page of the matching rows.
 *
 * @param rows in order of their ID
 * @param start offset of the page; negative: the first page, without counting the matching rows
 */
export function listPage<Row>(
  rows: readonly Row[],
  id: (row: Row) => number,
  filter: CompiledFilter<Row>,
  sorting: Sorting<Row> | undefined,
  start: number,
): Page<Row> {
  const candidates = rows.slice(firstAbove(rows, id, filter.idAbove));
  const byId = sorting === undefined || (sorting.column.name === 'ID' && !sorting.descending);
  if (start < 0 && byId) {
    return { rows: takeFirst(candidates, filter.matches), total: undefined, next: undefined };
  }
  const matching = candidates.filter(filter.matches);
  const sorted = byId ? matching : [...matching].sort(comparator(sorting));
  const offset = Math.max(0, start);
  const page = sorted.slice(offset, offset + PAGE_SIZE);
  if (start < 0) return { rows: page, total: undefined, next: undefined };
  const end = offset + page.length;
  return { rows: page, total: sorted.length, next: end < sorted.length ? end : undefined };
}

/** The index of the first row with a higher ID. A walk through a long history must not scan the rows it has seen. */
function firstAbove<Row>(rows: readonly Row[], id: (row: Row) => number, bound: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && id(row) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function takeFirst<Row>(rows: readonly Row[], matches: (row: Row) => boolean): readonly Row[] {
  const page: Row[] = [];
  for (const row of rows) {
    if (matches(row)) page.push(row);
    if (page.length === PAGE_SIZE) break;
  }
  return page;
}

function comparator<Row>({ column, descending }: Sorting<Row>): (left: Row, right: Row) => number {
  const key = (row: Row) => comparable(column, column.cell(row));
  return (left, right) => compareCells(key(left), key(right)) * (descending ? -1 : 1);
}
