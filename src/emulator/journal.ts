import type { PlainObject } from './php/value.ts';
import type { PortalAnswer } from './request.ts';

/**
 * What the portal remembers of a call. Every HTTP request has an entry, and so has every command inside a `batch`.
 * An entry is live: what happens later, such as a late execution, shows in it.
 */
export interface JournalEntry {
  /** 1 for the first entry, rising. */
  readonly id: number;
  /** For a command inside a batch: the `id` of the entry of its HTTP request. */
  readonly outer: number | undefined;
  /** Name of the method in lower case, without `.json`; `''` where the request named none. */
  readonly method: string;
  /** Decoded parameters as the method saw them, names as sent, without `auth`. */
  readonly params: PlainObject;
  /** `single`: an HTTP request of its own (an outer `batch` included); `batch`: a command inside a batch. */
  readonly transport: 'single' | 'batch';
  /** Key of a command inside its batch. */
  readonly batchKey: string | undefined;
  /** The command of a batch before decoding. */
  readonly command: string | undefined;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Milliseconds since the epoch; undefined while the call is under way. */
  readonly answeredAt: number | undefined;
  /** What became of the request; for a command inside a batch always `answer`. */
  readonly outcome: PortalAnswer['kind'] | 'pending';
  /** HTTP status sent; of a command in a batch the one it would have had alone; undefined if nothing was sent. */
  readonly status: number | undefined;
  /** `error` of the answer, which may be empty; undefined if the answer had none. */
  readonly errorCode: string | undefined;
  /** Whether the method did its work. False for a call that was refused, whoever refused it. */
  readonly executed: boolean;
  /** Which fault struck the call, if any did. */
  readonly fault: string | undefined;
  readonly httpMethod: string;
  readonly path: string;
  /** Names in lower case. Empty for a command inside a batch. */
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
}

/** Every call the portal received. */
export interface Journal {
  /** All entries in order of arrival, or those of one method (case-insensitive). */
  entries(method?: string): readonly JournalEntry[];
  clear(): void;
}

/** The journal as the portal writes it. */
export interface JournalWriter extends Journal {
  open(call: OpenedCall): RunningEntry;
}

export type OpenedCall = Pick<
  JournalEntry,
  'method' | 'params' | 'receivedAt' | 'httpMethod' | 'path' | 'headers' | 'remoteAddress'
> &
  Partial<Pick<JournalEntry, 'outer' | 'batchKey' | 'command'>>;

export interface RunningEntry {
  readonly id: number;
  executed(): void;
  struckBy(fault: string): void;
  refused(code: string): void;
  closed(outcome: PortalAnswer['kind'], status: number | undefined, at: number): void;
}

/** Keeps the newest `limit` entries. */
export function createJournal(limit: number): JournalWriter {
  let entries: JournalEntry[] = [];
  let nextId = 1;
  return {
    entries: (method) => {
      const wanted = method?.toLowerCase();
      return wanted === undefined ? [...entries] : entries.filter((entry) => entry.method === wanted);
    },
    clear: () => {
      entries = [];
    },
    open: (call) => {
      const entry: { -readonly [Key in keyof JournalEntry]: JournalEntry[Key] } = {
        id: nextId,
        outer: undefined,
        batchKey: undefined,
        command: undefined,
        ...call,
        transport: call.outer === undefined ? 'single' : 'batch',
        answeredAt: undefined,
        outcome: 'pending',
        status: undefined,
        errorCode: undefined,
        executed: false,
        fault: undefined,
      };
      nextId += 1;
      entries.push(entry);
      if (entries.length >= limit * 2) entries = entries.slice(-limit);
      return {
        id: entry.id,
        executed: () => {
          entry.executed = true;
        },
        struckBy: (fault) => {
          entry.fault = fault;
        },
        refused: (code) => {
          entry.errorCode = code;
        },
        closed: (outcome, status, at) => {
          entry.outcome = outcome;
          entry.status = status;
          entry.answeredAt = at;
        },
      };
    },
  };
}
