import type { Query } from '../protocol/command.ts';
import type { Reply } from '../protocol/envelope.ts';
import { Bitrix24Error } from '../protocol/errors.ts';

/** The highest id of any record that a portal is known to have: a record with a higher one was made later. */
export interface HighestId {
  readonly value: number;
  /** Takes note of the ids in an answer. */
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
