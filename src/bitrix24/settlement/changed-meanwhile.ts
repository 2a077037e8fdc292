import { isCreatedAfter } from './highest-id.ts';
import type { ChangedAbove } from './lock-everywhere.ts';

/**
 * Records that other writes have changed or deleted while the outcome of a write that creates one was open. If its
 * response is lost, one of them may be its own, and can no longer be recognized.
 */
export interface ChangedMeanwhile {
  /** The highest id before the write was sent. */
  readonly known: bigint;
  /**
   * Learns what other replicas have changed up to now; a record that a lookup did not find is among that. Resolves with
   * false if it cannot be known.
   */
  learn(): Promise<boolean>;
  /** Whether a record that does not look like its own may be it all the same. */
  mayBeOwn(id: bigint): boolean;
  /** Whether its own record may have been deleted, or changed so that no lookup finds it. */
  mayHaveHiddenOwn(): boolean;
}

/** The writes whose outcomes are open and that create records. */
export interface OpenCreations {
  /** @param changedAbove what all replicas have changed; undefined where there is only one */
  during<T>(
    known: bigint,
    changedAbove: ChangedAbove | undefined,
    work: (changed: ChangedMeanwhile) => Promise<T>,
  ): Promise<T>;
  /** A write that changes or deletes this record is about to be sent. */
  changing(id: bigint): void;
  /** Another write has created this record: its response arrived. */
  created(id: bigint): void;
}

export function createOpenCreations(): OpenCreations {
  const open = new Set<{
    readonly known: bigint;
    readonly changed: Set<bigint>;
    readonly ofOthers: Set<bigint>;
  }>();
  return {
    async during(known, changedAbove, work) {
      const changed = new Set<bigint>();
      const ofOthers = new Set<bigint>();
      const creation = { known, changed, ofOthers };
      const mayBeOwn = (id: bigint) => changed.has(id) && !ofOthers.has(id);
      const learn = async () => {
        const ids = changedAbove ? await changedAbove(known) : [];
        for (const id of ids ?? []) if (isCreatedAfter(known, id)) changed.add(id);
        return ids !== undefined;
      };
      open.add(creation);
      try {
        return await work({ known, learn, mayBeOwn, mayHaveHiddenOwn: () => [...changed].some(mayBeOwn) });
      } finally {
        open.delete(creation);
      }
    },
    changing(id) {
      for (const { known, changed } of open) if (isCreatedAfter(known, id)) changed.add(id);
    },
    created(id) {
      for (const { known, ofOthers } of open) if (isCreatedAfter(known, id)) ofOthers.add(id);
    },
  };
}
