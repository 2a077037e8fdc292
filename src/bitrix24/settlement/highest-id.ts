import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';

/** The highest known id of a portal's records: a record with a higher one was created later. */
export interface HighestId {
  readonly value: number;
  /** Records the ids in a result. */
  note<T>(query: Query<T>, outcome: Reply<T> | Bitrix24Error): void;
  raise(id: number): void;
}

export function createHighestId(): HighestId {
  let highest = 0;
  const raise = (id: number) => {
    highest = Math.max(highest, id);
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
