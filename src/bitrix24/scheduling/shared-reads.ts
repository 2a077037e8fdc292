import { hash } from 'node:crypto';
import type { Query } from '../protocol/command.ts';
import type { QueueEntry } from './queue-entry.ts';

/** Reads queued or in flight, to be shared with identical ones. */
export interface SharedReads {
  /** An identical read with the same credential whose result will be as fresh as that of a new read. */
  find(command: Query, operation: QueueEntry['operation']): QueueEntry | undefined;
  add(entry: QueueEntry): void;
  remove(entry: QueueEntry): void;
  /** A write was sent or answered: a read that starts now may return newer data than one in flight. */
  clear(): void;
}

export function createSharedReads(): SharedReads {
  const entries = new Map<string, QueueEntry>();
  const keys = new Map<QueueEntry, string>();
  return {
    find(command, { credential }) {
      if (command.method.kind !== 'read') return undefined;
      const entry = entries.get(keyOf(command));
      // The result is decoded once, so both must decode it alike.
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

/** Hashed, because parameters may be long and the key is kept for as long as the read waits. */
function keyOf({ method, params }: Query): string {
  return `${method.name} ${hash('sha256', JSON.stringify(params), 'base64')}`;
}
