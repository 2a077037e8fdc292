import type { Query } from '../protocol/command.ts';
import type { QueueEntry } from './queue-entry.ts';

/** Reads that wait or are under way, for others who ask the same meanwhile. */
export interface SharedReads {
  /** An identical read of the same credential whose answer will be as new as one of its own would be. */
  find(command: Query, operation: QueueEntry['operation']): QueueEntry | undefined;
  add(entry: QueueEntry): void;
  remove(entry: QueueEntry): void;
  /** A write was sent or answered: what is read from now on may be newer than what is being read. */
  clear(): void;
}

export function createSharedReads(): SharedReads {
  const entries = new Map<string, QueueEntry>();
  const keys = new Map<QueueEntry, string>();
  const keyOf = ({ method, params }: Query) => `${method.name} ${JSON.stringify(params)}`;
  return {
    find(command, { credential }) {
      if (command.method.kind !== 'read') return undefined;
      const entry = entries.get(keyOf(command));
      // The answer is decoded once, so both must read it alike.
      return entry?.operation.credential === credential && entry.command.decode === command.decode
        ? entry
        : undefined;
    },
    add(entry) {
      if (entry.command.method.kind !== 'read') return;
      const key = keyOf(entry.command);
      keys.set(entry, key);
      entries.set(key, entry);
    },
    remove(entry) {
      const key = keys.get(entry);
      if (key === undefined) return;
      keys.delete(entry);
      if (entries.get(key) === entry) entries.delete(key);
    },
    clear() {
      entries.clear();
      keys.clear();
    },
  };
}
