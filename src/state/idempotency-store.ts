/** What became of one thing that a keyed mutation was asked to do. Holds IDs of the portal, and no value of a caller. */
export type KeptOutcome =
  /** `id`: what identifies its result on the portal; null if the arguments do, or if there is none. */
  | { readonly kind: 'succeeded'; readonly id: string | null }
  /**
   * It may have been done. `until`: when it can no longer be running, by the clock of this process; a store may return a
   * later time than it was given. `above`: the highest known id before it was sent, where what it created can be looked up;
   * otherwise null. `hidden`: whether what it created may have been deleted or changed so that no lookup finds it; undefined
   * unless that was watched until it could no longer be running.
   */
  | {
      readonly kind: 'unknown';
      readonly until: number;
      readonly above: string | null;
      readonly hidden?: boolean;
    }
  /** It was certainly not done. */
  | { readonly kind: 'nothing' };

/** What is kept of a keyed mutation: the outcome of each thing that it was asked to do, in their order. */
export interface KeptRecord {
  /** Asking again only returns what is kept. Otherwise, it continues from there. */
  readonly closed: boolean;
  readonly outcomes: readonly KeptOutcome[];
}

export interface BeginRequest {
  /** A hash of the key and of whom and what it belongs to. */
  readonly id: string;
  /** A keyed hash of the arguments. */
  readonly fingerprint: string;
  /** The caller whose share of the store it uses. */
  readonly owner: string;
  /** How many outcomes it will keep. */
  readonly size: number;
}

export type Begun =
  /**
   * The caller runs it, and ends the run with `finish` or `abandon`. `before`: what earlier runs left; undefined if there was
   * none. `interruptedUntil`: the last run has never ended, so whatever it was doing may have been done; until then, by the
   * clock of this process, it may still be running. Undefined if it has ended. `since`: when the key was first begun, or earlier,
   * by the clock of this process; -Infinity if that is not known.
   */
  | {
      readonly state: 'started';
      readonly fence: number;
      readonly before: readonly KeptOutcome[] | undefined;
      readonly interruptedUntil: number | undefined;
      readonly since: number;
    }
  /** Another run is under way. */
  | { readonly state: 'running' }
  | { readonly state: 'closed'; readonly outcomes: readonly KeptOutcome[] }
  /** The key was used with other arguments. */
  | { readonly state: 'conflict' }
  /** There is no room for another key, in the owner's share or at all. None is forgotten before its time. */
  | { readonly state: 'full'; readonly retryAfterMs: number };

/** The records are out of reach, or may have been lost lately. Whether they were changed is unknown, but nothing is begun. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** Milliseconds until they may be in reach again, if that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(retryAfterMs?: number) {
    super('The records of idempotency keys cannot be reached.');
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The records of idempotency keys. Every function is atomic. One whose records are elsewhere may reject with a
 * {@link StoreUnavailableError}; it then still tries to end a run that was to end, for as long as that may matter. A run holds a fence, which is higher than that of every
 * earlier run: one that lost its record to a later run changes nothing any more.
 */
export interface IdempotencyStore {
  /** Records that a run begins, before anything is sent; or returns why it must not. */
  begin(request: BeginRequest): Promise<Begun>;
  /** Ends a run and keeps its outcomes. Returns false, and keeps nothing, if a later run has begun. */
  finish(id: string, fence: number, record: KeptRecord): Promise<boolean>;
  /** Ends a run of which nothing is kept. Returns false if a later run has begun. */
  abandon(id: string, fence: number): Promise<boolean>;
  /**
   * Changes what is kept while no run is under way, atomically; waits for one that is. Does nothing if nothing is kept.
   *
   * @param change may be called several times
   */
  amend(id: string, change: (record: KeptRecord) => KeptRecord): Promise<void>;
  /** Resolves when no run of it is under way, or after `timeoutMs` milliseconds; sometimes earlier. */
  ended(id: string, timeoutMs: number): Promise<void>;
}

/** Bounds of the records. */
export interface IdempotencyBounds {
  /** How long a record is kept, in milliseconds. */
  readonly keepMs: number;
  /** How long after the last sign of life of its process a run counts as interrupted, in milliseconds. */
  readonly leaseMs: number;
  /** How long after its begin a run, and whatever it has sent, may still be running, in milliseconds. */
  readonly runMs: number;
  /** How many outcomes all records may keep. */
  readonly maxOutcomes: number;
  /** The same for those of one owner. */
  readonly maxOutcomesPerOwner: number;
}
