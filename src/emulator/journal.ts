import type { PlainObject } from './php/value.ts';
import type { PortalAnswer } from './request.ts';

/**
 * The record of a call. Every HTTP request has an entry, and so does every command in a `batch`. An entry is live: what
 * happens later, such as a late execution, appears in it.
 */
export interface JournalEntry {
  /** Counts up from 1. */
  readonly id: number;
  /** For a command in a batch, the `id` of the entry of its HTTP request. */
  readonly outer: number | undefined;
  /** Name of the method in lower case, without `.json`; empty if the request named none. */
  readonly method: string;
  /** The decoded parameters, as the method got them, with names as sent and without `auth`. */
  readonly params: PlainObject;
  /** `single`: an HTTP request of its own, which may be a `batch`; `batch`: a command in a batch. */
  readonly transport: 'single' | 'batch';
  /** Key of the command in its batch. */
  readonly batchKey: string | undefined;
  /** The command of the batch before decoding. */
  readonly command: string | undefined;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Milliseconds since the epoch; undefined while the call is being processed. */
  readonly answeredAt: number | undefined;
  /** How the request ended; always `answer` for a command in a batch. */
  readonly outcome: PortalAnswer['kind'] | 'pending';
  /** The HTTP status sent; for a command in a batch, the one it would have had alone; undefined if none was sent. */
  readonly status: number | undefined;
  /** `error` of the response, which may be empty; undefined if the response had none. */
  readonly errorCode: string | undefined;
  /** Whether the method ran to its end. False for a call that was refused at any point. */
  readonly executed: boolean;
  /** When that was, in milliseconds since the epoch. */
  readonly executedAt: number | undefined;
  /** The kind of fault that was applied to the call, if any. */
  readonly fault: string | undefined;
  readonly httpMethod: string;
  readonly path: string;
  /** Names in lower case. Empty for a command in a batch. */
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
}

/** Every call that the portal received. */
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
  executed(at: number): void;
  faulted(fault: string): void;
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
        executedAt: undefined,
        fault: undefined,
      };
      nextId += 1;
      entries.push(entry);
      if (entries.length >= limit * 2) entries = entries.slice(-limit);
      return {
        id: entry.id,
        executed: (at) => {
          entry.executed = true;
          entry.executedAt = at;
        },
        faulted: (fault) => {
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
