import type { TextCleaner } from '../bitrix24/protocol/text-cleaner.ts';

/**
 * Reads one value.
 *
 * @param texts cleans texts of the portal that people read
 * @throws UnreadableError
 */
export type Reader<T> = (value: unknown, texts?: TextCleaner) => T;

/** A required value is missing, of another kind, or larger than any. Says where, never what the value is. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  /** Names on the wire from the outside in; empty if the value itself is unreadable. */
  readonly path: readonly string[];
  /** What is there, as a part of a sentence. */
  readonly found: string;

  constructor(path: readonly string[] = [], found = 'an unexpected value') {
    super('A required value is missing, of another kind, or larger than any.');
    this.path = path;
    this.found = found;
  }
}

/** A map as the portal sends it. */
type Row = Readonly<Record<string, unknown>>;

/** How a field is read: from the value with this name on the wire, or from the row as a whole. */
type Field =
  readonly [wireName: string, read: Reader<unknown>] | ((row: Row, texts?: TextCleaner) => unknown);

type Fields = Readonly<Record<string, Field>>;

type FieldValue<F extends Field> = F extends readonly [string, Reader<infer T>]
  ? T
  : F extends (row: Row, texts?: TextCleaner) => infer T
    ? T
    : never;

/** A record with these fields. */
export type RecordOf<F extends Fields> = { readonly [Name in keyof F]: FieldValue<F[Name]> };

/**
 * Reads a map of the portal into a record, whose type is derived from `fields`: each field is written once. Readers are
 * plain functions because schemas are slow for pages of fifty rows.
 */
export function record<const F extends Fields>(fields: F): Reader<RecordOf<F>> {
  const readers = Object.entries(fields).map(
    ([name, field]) => [name, typeof field === 'function' ? field : readerAt(...field)] as const,
  );
  return function readRecord(row, texts) {
    if (!isMap(row)) throw new UnreadableError();
    const values: Record<string, unknown> = {};
    for (const [name, read] of readers) values[name] = read(row, texts);
    return values as RecordOf<F>;
  };
}

function readerAt(wireName: string, read: Reader<unknown>): (row: Row, texts?: TextCleaner) => unknown {
  return (row, texts) => {
    try {
      return read(row[wireName], texts);
    } catch (error) {
      throw error instanceof UnreadableError
        ? new UnreadableError([wireName, ...error.path], error.found)
        : error;
    }
  };
}

/** Whether a value is a map with entries. An empty one arrives as a list: see {@link isEmptyList}. */
export function isMap(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entries of a list, still to be read. Counted first, because reading them takes more memory than they do.
 *
 * @param most the entries of the longest list there can be
 */
export function list(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnreadableError();
  atMost(most, value.length);
  return value;
}

/** The entries of a map, still to be read. PHP writes an empty one as a list. */
export function entries(value: unknown, most: number): readonly (readonly [string, unknown])[] {
  if (isEmptyList(value)) return [];
  if (!isMap(value)) throw new UnreadableError();
  const keys = Object.keys(value);
  atMost(most, keys.length);
  return keys.map((key) => [key, value[key]]);
}

function atMost(most: number, count: number): void {
  if (count > most) throw new UnreadableError([], `more than ${most} entries`);
}

/** Whether a value is an empty list, which is how PHP writes an empty map too. */
export function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Makes a reader throw where it would return null. */
export function required<T>(read: Reader<T | null>): Reader<T> {
  return (value, texts) => {
    const found = read(value, texts);
    if (found === null) throw new UnreadableError();
    return found;
  };
}
