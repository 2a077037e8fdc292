import type { QueueEntry } from './queue-entry.ts';
import type { CallerState, CredentialState, OperationState } from './operation-state.ts';

/** Waiting commands that are alike in everything that decides whether they may be sent. */
export interface Group {
  readonly caller: CallerState;
  readonly credential: CredentialState;
  readonly lane: OperationState['lane'];
  readonly method: string;
  readonly entries: ReadonlySet<QueueEntry>;
  /** What they are expected to take together, in seconds. */
  readonly seconds: number;
}

/** The commands that wait to be sent. */
export interface Queue {
  readonly size: number;
  add(entry: QueueEntry): void;
  /** Does nothing if the entry is not queued. */
  delete(entry: QueueEntry): void;
  /** Few, however many commands wait. */
  groups(): Iterable<Group>;
}

interface MutableGroup extends Group {
  readonly entries: Set<QueueEntry>;
  seconds: number;
}

export function createQueue(): Queue {
  const groups = new Map<string, MutableGroup>();
  const groupOf = new Map<
    QueueEntry,
    { readonly key: string; readonly group: MutableGroup; readonly seconds: number }
  >();

  return {
    get size() {
      return groupOf.size;
    },
    add(entry) {
      const { caller, credential, lane } = entry.operation;
      const method = entry.command.method.name;
      const key = `${lane} ${method} ${credential.id} ${caller.name}`;
      const group = groups.get(key) ?? { caller, credential, lane, method, entries: new Set(), seconds: 0 };
      groups.set(key, group);
      group.entries.add(entry);
      group.seconds += entry.seconds;
      groupOf.set(entry, { key, group, seconds: entry.seconds });
      caller.waiting += 1;
    },
    delete(entry) {
      const place = groupOf.get(entry);
      if (!place) return;
      const { key, group, seconds } = place;
      groupOf.delete(entry);
      group.entries.delete(entry);
      group.seconds -= seconds;
      group.caller.waiting -= 1;
      if (group.entries.size === 0) groups.delete(key);
    },
    groups: () => groups.values(),
  };
}
