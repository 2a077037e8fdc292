import { collationKey } from '../store/collation.ts';

/** A stored value as the database has it. */
export type Cell = string | number | null;

/** A column for filtering and sorting. */
export interface Column<Row> {
  readonly name: string;
  /** Numbers compare as numbers, dates as milliseconds since the epoch, texts by the database's collation. */
  readonly type: 'number' | 'date' | 'text';
  readonly cell: (row: Row) => Cell;
}

export type Columns<Row> = ReadonlyMap<string, Column<Row>>;

export function numberColumn<Row>(name: string, cell: (row: Row) => number | null): Column<Row> {
  return { name, type: 'number', cell };
}

export function textColumn<Row>(name: string, cell: (row: Row) => string | null): Column<Row> {
  return { name, type: 'text', cell };
}

/** The cell is in milliseconds since the epoch. */
export function dateColumn<Row>(name: string, cell: (row: Row) => number | null): Column<Row> {
  return { name, type: 'date', cell };
}

export function columnsOf<Row>(columns: readonly Column<Row>[]): Columns<Row> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** Converts a cell or an operand of a filter to the value that this column compares. */
export function comparable<Row>(column: Column<Row>, value: Cell): Cell {
  if (value === null) return null;
  if (column.type === 'text') return collationKey(String(value));
  if (typeof value === 'number') return value;
  return column.type === 'date' ? dateOrNull(value) : leadingNumber(value);
}

function dateOrNull(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** MySQL's conversion of a text that is compared with a number: its leading number, or 0. */
function leadingNumber(text: string): number {
  return Number(/^\s*([+-]?\d+(?:\.\d+)?)/.exec(text)?.[1] ?? 0);
}

/** Compares two comparable cells. Null comes first, as in MySQL. */
export function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}
