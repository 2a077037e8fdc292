import { phpInt, phpString } from '../php/scalar.ts';
import { isPhpArray } from '../php/value.ts';
import type { PhpArray, PhpValue } from '../php/value.ts';
import { upperCaseKeys } from '../rest/params.ts';
import { comparable, compareCells } from './column.ts';
import type { Cell, Column, Columns } from './column.ts';

export type Predicate<Row> = (row: Row) => boolean;

/** A condition that the portal does not understand. Each list method decides what to do about it. */
export interface FilterProblem {
  readonly kind: 'unknown-field' | 'unknown-operator';
  readonly key: string;
  readonly field: string;
}

export interface CompiledFilter<Row> {
  readonly matches: Predicate<Row>;
  readonly problems: readonly FilterProblem[];
  /** Every match has an ID above this number, so that a walk by ID need not scan the rows before. */
  readonly idAbove: number;
}

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '><' | '!><' | '?' | '%' | '!%';

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['', '='],
  ['=', '='],
  ['!', '!='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['><', '><'],
  ['!><', '!><'],
  ['?', '?'],
  ['%', '%'],
  ['!%', '!%'],
]);

/**
 * Compiles a FILTER. A key is a field name, case-insensitive, after an optional operator. Conditions are joined with
 * AND, or with OR in a nested array whose LOGIC is OR. Conditions with a problem are left out.
 */
export function compileFilter<Row>(filter: PhpArray, columns: Columns<Row>): CompiledFilter<Row> {
  const conditions: Predicate<Row>[] = [];
  const problems: FilterProblem[] = [];
  let idAbove = 0;
  let any = false;

  for (const [key, value] of upperCaseKeys(filter)) {
    if (key === 'LOGIC') {
      any = !isPhpArray(value) && phpString(value).toUpperCase() === 'OR';
      continue;
    }
    if (/^\d+$/.test(key) && isPhpArray(value)) {
      const nested = compileFilter(value, columns);
      conditions.push(nested.matches);
      problems.push(...nested.problems);
      continue;
    }
    const [, prefix = '', field = ''] = /^([^A-Z]*)(.*)$/.exec(key) ?? [];
    const operator = OPERATORS.get(prefix);
    const column = columns.get(field);
    if (operator === undefined) problems.push({ kind: 'unknown-operator', key, field });
    else if (column === undefined) problems.push({ kind: 'unknown-field', key, field });
    else {
      conditions.push(condition(column, operator, value));
      if (field === 'ID' && operator === '>') idAbove = Math.max(idAbove, phpInt(value));
    }
  }

  const matches: Predicate<Row> = any
    ? (row) => conditions.some((each) => each(row))
    : (row) => conditions.every((each) => each(row));
  return { matches, problems, idAbove: any ? 0 : idAbove };
}

function condition<Row>(column: Column<Row>, operator: Operator, value: PhpValue): Predicate<Row> {
  const operands = (isPhpArray(value) ? [...value.values()] : [value]).map(toCell);
  const [first = null, second = first] = operands.map((operand) => comparable(column, operand));
  switch (operator) {
    case '=':
      return equalsAny(column, operands);
    case '!=':
      return not(equalsAny(column, operands));
    case '<':
      return compared(column, (cell) => first !== null && compareCells(cell, first) < 0);
    case '<=':
      return compared(column, (cell) => first !== null && compareCells(cell, first) <= 0);
    case '>':
      return compared(column, (cell) => first !== null && compareCells(cell, first) > 0);
    case '>=':
      return compared(column, (cell) => first !== null && compareCells(cell, first) >= 0);
    case '><':
      return between(column, first, second);
    case '!><':
      return not(between(column, first, second));
    case '?':
    case '%':
      return containsAny(column, operands);
    case '!%':
      return not(containsAny(column, operands));
  }
}

function toCell(value: PhpValue): Cell {
  return value === null ? null : phpString(value);
}

function not<Row>(predicate: Predicate<Row>): Predicate<Row> {
  return (row) => !predicate(row);
}

/** A comparison that is never true for null, as in SQL. */
function compared<Row>(column: Column<Row>, passes: (cell: string | number) => boolean): Predicate<Row> {
  return (row) => {
    const cell = comparable(column, column.cell(row));
    return cell !== null && passes(cell);
  };
}

/** One operand means `=`, several mean `IN`; null matches rows without a value. */
function equalsAny<Row>(column: Column<Row>, operands: readonly Cell[]): Predicate<Row> {
  const wanted = new Set(operands.map((operand) => comparable(column, operand)));
  const isWanted = (cell: Cell) => wanted.has(comparable(column, cell));
  if (column.type !== 'text') return (row) => isWanted(column.cell(row));
  // The same few texts stand in many rows, and converting one takes longer than finding it.
  const found = new Map<Cell, boolean>();
  return (row) => {
    const cell = column.cell(row);
    const known = found.get(cell);
    if (known !== undefined) return known;
    const isFound = isWanted(cell);
    found.set(cell, isFound);
    return isFound;
  };
}

function between<Row>(column: Column<Row>, low: Cell, high: Cell): Predicate<Row> {
  return compared(column, (cell) => compareCells(cell, low) >= 0 && compareCells(cell, high) <= 0);
}

function containsAny<Row>(column: Column<Row>, operands: readonly Cell[]): Predicate<Row> {
  const asText: Column<Row> = { ...column, type: 'text' };
  const parts = operands.map((operand) => String(comparable(asText, operand) ?? ''));
  return (row) => {
    const cell = comparable(asText, column.cell(row));
    return cell !== null && parts.some((part) => String(cell).includes(part));
  };
}
