import type { Params } from '../bitrix24/protocol/command.ts';
import { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import { decodeResult, type Decoder } from './decode.ts';
import { isMap, list, UnreadableError, type Reader } from './record.ts';
import { idOrNull } from './wire.ts';

/** Rows on a page of every list method. Source: Bitrix24 REST documentation. */
export const PAGE_SIZE = 50;

/** What the caller of a list method passes. */
export interface ListArgument<Conditions, Field extends string> {
  /** Conditions by field, with the portal's operator in front of the name. */
  readonly filter: Conditions;
  readonly order?: { readonly field: Field; readonly direction: 'ASC' | 'DESC' };
  /** Offset of the first row; -1 for the first page without counting. */
  readonly start?: number;
}

export function listParams({ filter, order, start }: ListArgument<object, string>): Params {
  return { FILTER: filter, SORT: order?.field, ORDER: order?.direction, start };
}

/** A row that cannot be read. */
export class UnreadableRow extends Bitrix24Error {
  /** Its id, if at least that can be read: a list that is paged by id continues after it. */
  readonly id: string | null;

  constructor({ method, failure }: Bitrix24Error, id: string | null) {
    super(method, failure);
    this.id = id;
  }
}

/**
 * Reads a page row by row: an unreadable row becomes an error in its place and affects no other. What has more rows
 * than a page, or something else in place of every row, is no page, and one error says so.
 *
 * @param idName the name of the rows' id on the wire
 */
export function rowsOf<T>(row: Reader<T>, idName: string): Decoder<readonly (T | UnreadableRow)[]> {
  return (result, texts, method) => {
    const rows = list(result, PAGE_SIZE);
    if (rows.length > 0 && !rows.some(isMap)) throw new UnreadableError();
    return rows.map((each) => {
      try {
        return decodeResult(method, row, each, texts);
      } catch (error) {
        if (!(error instanceof Bitrix24Error)) throw error;
        return new UnreadableRow(error, isMap(each) ? idOrNull(each[idName]) : null);
      }
    });
  };
}
