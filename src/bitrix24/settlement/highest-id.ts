import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';

/**
 * The highest id that a portal can have assigned: it numbers its records by a database column of 32 bits. Anything
 * above it is a mistake, and would make every record that is created from then on look older.
 */
const HIGHEST_ASSIGNED = 2n ** 32n - 1n;

/** The highest known id of a portal's records: a record with a higher one was created later. */
export interface HighestId {
  readonly value: bigint;
  /** Records the ids in a result. */
  note<T>(query: Query<T>, outcome: Reply<T> | Bitrix24Error): void;
  raise(id: bigint): void;
}

/** Whether the id of a record shows that it was created when this was the highest known one. */
export function isCreatedAfter(known: bigint, id: bigint): boolean {
  return id > known && id <= HIGHEST_ASSIGNED;
}

export function createHighestId(): HighestId {
  let highest = 0n;
  const raise = (id: bigint) => {
    if (isCreatedAfter(highest, id)) highest = id;
  };
  return {
    get value() {
      return highest;
    },
    note(query, outcome) {
      if (outcome instanceof Bitrix24Error) return;
      for (const id of query.recordIds?.(outcome.value) ?? []) raise(id);
    },
    raise,
  };
}
