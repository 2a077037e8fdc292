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
  /** Resolves as soon as it may; perhaps never. */
  readonly hidden: Promise<'hidden'>;
  /** Its outcome is no longer open. */
  close(): void;
}

/** The writes whose outcomes are open and that create records. */
export interface OpenCreations {
  /** @param changedAbove what all replicas have changed; undefined where there is only one */
  open(known: bigint, changedAbove: ChangedAbove | undefined): ChangedMeanwhile;
  /** A write that changes or deletes this record is about to be sent. */
  changing(id: bigint): void;
  /** Another write has created this record: its response arrived. */
  created(id: bigint): void;
}

/** Whether a lookup may have found nothing because the record was deleted or changed before. */
export async function mayBeHidden(changed: ChangedMeanwhile): Promise<boolean> {
  return !(await changed.learn()) || changed.mayHaveHiddenOwn();
}

interface Creation {
  readonly known: bigint;
  readonly change: (id: bigint) => void;
  readonly ofOthers: Set<bigint>;
}

export function createOpenCreations(): OpenCreations {
  const creations = new Set<Creation>();
  return {
    open(known, changedAbove) {
      const changed = new Set<bigint>();
      const ofOthers = new Set<bigint>();
      let resolveHidden: (hidden: 'hidden') => void = () => undefined;
      const hidden = new Promise<'hidden'>((resolve) => {
        resolveHidden = resolve;
      });
      const mayBeOwn = (id: bigint) => changed.has(id) && !ofOthers.has(id);
      const change = (id: bigint) => {
        if (isCreatedAfter(known, id)) changed.add(id);
        if (mayBeOwn(id)) resolveHidden('hidden');
      };
      const creation = { known, change, ofOthers };
      creations.add(creation);
      return {
        known,
        async learn() {
          const ids = changedAbove ? await changedAbove(known) : [];
          for (const id of ids ?? []) change(id);
          return ids !== undefined;
        },
        mayBeOwn,
        mayHaveHiddenOwn: () => [...changed].some(mayBeOwn),
        hidden,
        close: () => {
          creations.delete(creation);
        },
      };
    },
    changing(id) {
      for (const { change } of creations) change(id);
    },
    created(id) {
      for (const { known, ofOthers } of creations) if (isCreatedAfter(known, id)) ofOthers.add(id);
    },
  };
}
