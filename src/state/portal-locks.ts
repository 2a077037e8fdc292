/** How long it is known which records were changed, in milliseconds: longer than idempotency keys are kept. */
export const CHANGES_KEPT_MS = 30 * 86_400_000;

/** The locks of what writes touch on one portal, which all replicas share. */
export interface PortalLocks {
  /**
   * Takes all locks or none, waiting for those that others hold. An add is refused as well while it is not known which
   * adds may be running on the portal.
   */
  acquire(request: PortalLockRequest): Promise<PortalLock | PortalLockRefusal>;
  /**
   * The ids of records that any replica may have changed or deleted in the last so many milliseconds, which are at most
   * {@link CHANGES_KEPT_MS}. Undefined if that cannot be known now.
   */
  changedWithin(ms: number): Promise<readonly bigint[] | undefined>;
}

export interface PortalLockRequest {
  /** What the write touches. At least one. */
  readonly keys: readonly string[];
  readonly isAdd: boolean;
  /** The id of the record that the write changes or deletes: adds in doubt of all replicas learn of it. */
  readonly changes?: bigint | undefined;
  /** For how long the write may take at most, with whatever it leaves running on the portal, in milliseconds. */
  readonly forMs: number;
  /** For how long to wait, in milliseconds. */
  readonly waitMs: number;
}

export interface PortalLock {
  /** The highest id of the portal's records that any replica knew when the locks were taken. */
  readonly highestId: bigint;
  /**
   * Gives the locks back, together with the highest id that is known now and those of the records that the write has
   * created. If that cannot be said now, it is said later, and the locks end by themselves at the latest after `forMs`.
   */
  release(highestId: bigint, created?: readonly bigint[]): void;
  /** Keeps the locks for so many milliseconds more, and has no others wait for them in vain. */
  linger(forMs: number): void;
  /**
   * The ids above this one of records that any replica has changed or deleted lately, except those that another add has
   * returned. Undefined if that cannot be known within `waitMs` milliseconds.
   */
  changedAbove(id: bigint, waitMs: number): Promise<readonly bigint[] | undefined>;
}

export type PortalLockRefusal =
  | { readonly refused: 'held'; readonly freeInMs: number }
  /** What replicas share cannot be reached, or has forgotten something lately. */
  | { readonly refused: 'unavailable'; readonly freeInMs: number };
