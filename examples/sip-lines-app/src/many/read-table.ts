import type { AddSipLineInput, PbxType } from '../__generated__/graphql.ts';
import { readRows, type Row } from './read-cells.ts';

/** The most that the gateway adds at once. */
export const MOST_LINES = 100;

export interface Table {
  /** The text of the row that names the columns, if there is one. */
  readonly header: string | undefined;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly input: Required<AddSipLineInput>;
  /** The text that it was read from. */
  readonly source: string;
  /** Why it cannot be sent. */
  readonly problem?: string;
}

type Column = 'title' | 'server' | 'login' | 'password' | 'type';

const ORDER: readonly Column[] = ['title', 'server', 'login', 'password', 'type'];

const NAMES: Readonly<Record<string, Column>> = {
  title: 'title',
  name: 'title',
  название: 'title',
  server: 'server',
  host: 'server',
  сервер: 'server',
  login: 'login',
  user: 'login',
  логин: 'login',
  password: 'password',
  пароль: 'password',
  type: 'type',
  тип: 'type',
};

const TYPES: Readonly<Record<string, PbxType>> = {
  '': 'CLOUD',
  cloud: 'CLOUD',
  облачная: 'CLOUD',
  office: 'OFFICE',
  офисная: 'OFFICE',
};

/**
 * Reads lines from a pasted table. Its columns are title, server, login, password and type, unless its first row names
 * them in another order. The type may be missing: cloud.
 */
export function readTable(text: string): Table {
  const [first, ...others] = readRows(text);
  if (!first) return { header: undefined, rows: [] };
  const named = first.cells.map((cell) => NAMES[cell.trim().toLowerCase()]);
  const isHeader = named.includes('title') && named.every((name) => name !== undefined);
  return isHeader
    ? { header: first.source, rows: others.map((row) => readRow(row, named)) }
    : { header: undefined, rows: [first, ...others].map((row) => readRow(row, ORDER)) };
}

function readRow({ cells, source }: Row, columns: readonly Column[]): TableRow {
  const text = (column: Column) => cells[columns.indexOf(column)] ?? '';
  const type = TYPES[text('type').trim().toLowerCase()];
  const input = {
    type: type ?? 'CLOUD',
    title: text('title'),
    server: text('server'),
    login: text('login'),
    password: text('password'),
  };
  if (cells.length > columns.length) return { input, source, problem: 'There are too many columns.' };
  return type === undefined
    ? { input, source, problem: 'The type must be cloud or office.' }
    : { input, source };
}
