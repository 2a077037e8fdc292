/** What became of one request to a replica. */
export type AttemptEnd =
  | { readonly kind: 'data'; readonly data: unknown; readonly replayed: boolean }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly retryable: boolean;
      /** It was done, but could not be read back. */
      readonly applied: boolean;
      readonly waitMs: number | undefined;
      /** Of a list: what was done all the same. */
      readonly partly: unknown;
    }
  /** The client hung up. */
  | { readonly kind: 'cut' }
  /** Nothing listened: the replica was not there. */
  | { readonly kind: 'refused' }
  /** The connection broke before the response had arrived. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** No response that a client of GraphQL could read. */
  | { readonly kind: 'garbled'; readonly status: number; readonly text: string };

/** All moments are milliseconds since the epoch. */
export interface Attempt {
  /** The instance of a replica: a restarted one is another. */
  readonly instance: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly end: AttemptEnd;
}

/** What one key was used for. A client repeats it until it knows the outcome. */
export type Intent =
  | { readonly kind: 'add'; readonly titles: readonly string[]; readonly contested: boolean }
  | { readonly kind: 'update'; readonly configId: string; readonly server: string }
  | { readonly kind: 'delete'; readonly configId: string }
  | { readonly kind: 'call'; readonly number: string };

export interface Keyed {
  readonly key: string;
  readonly intent: Intent;
  /** In the order of their ends. */
  readonly attempts: readonly Attempt[];
}

/** The `method` of a request for tokens. */
export const TOKEN_REQUEST = 'oauth/token';

/** A command that the portal received, on its own or in a batch. */
export interface PortalCall {
  readonly method: string;
  /** Whether it was a request of its own, as a batch is, and so counts for the rate. */
  readonly isRequest: boolean;
  /** TITLE of an add, TO_NUMBER of a call. */
  readonly subject: string;
  readonly receivedAt: number;
  readonly executedAt: number | undefined;
  readonly errorCode: string | undefined;
  /** The kind of fault that struck it, or its request. */
  readonly fault: string | undefined;
}

export interface PortalLine {
  readonly configId: string;
  readonly title: string;
  readonly server: string;
}

/** A process of a replica. */
export interface Instance {
  readonly name: string;
  readonly startedAt: number;
  /** When it was told to stop, or killed; undefined if it ran to the end. */
  readonly stoppedAt: number | undefined;
  readonly how: 'SIGTERM' | 'SIGKILL' | undefined;
  /** Its exit code; undefined if it ran to the end or was killed. */
  readonly code: number | null | undefined;
  /** What it wrote to stderr. */
  readonly errors: string;
}

/** Heap in use after collection, in bytes, of a replica that lives from the beginning to the end; none if not measured. */
export interface HeapSamples {
  readonly early: readonly number[];
  readonly late: readonly number[];
}

/** Everything that happened, as seen from outside the replicas. */
export interface History {
  readonly keyed: readonly Keyed[];
  /** Requests without a key. */
  readonly reads: readonly Attempt[];
  readonly calls: readonly PortalCall[];
  /** The lines at the end. */
  readonly lines: readonly PortalLine[];
  readonly instances: readonly Instance[];
  readonly heap: HeapSamples;
}

/** A promise that was not kept. */
export interface Violation {
  readonly rule:
    | 'line-doubled'
    | 'line-lost'
    | 'line-invented'
    | 'line-wrong'
    | 'call-rung-twice'
    | 'call-invented'
    | 'key-with-two-outcomes'
    | 'key-unsettled'
    | 'refused-own-title'
    | 'refused-but-done'
    | 'limit-overrun'
    | 'error-unexpected'
    | 'connection-broken'
    | 'replica-failed'
    | 'heap-grown'
    | 'too-little-happened';
  readonly detail: string;
}
