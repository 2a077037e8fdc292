/** Shares a bounded number of places among owners, none of whom can use up the others'. */
export interface Quota {
  /**
   * Takes places. Returns undefined if it could, or else the id that will make room first, if one is known.
   *
   * @param size how many places
   */
  take(owner: string, size: number): { readonly oldest: string | undefined } | undefined;
  /** From now on these places are kept for a fixed time, so that those kept first become free first. */
  keep(id: string, owner: string): void;
  /** From now on it is unknown how long they are kept. */
  hold(id: string, owner: string): void;
  release(id: string, owner: string, size: number): void;
  /** How many places are taken. */
  used(): number;
}

interface Share {
  taken: number;
  /** Ids in the order in which they were kept. */
  readonly kept: Set<string>;
}

export function createQuota(most: number, mostPerOwner: number): Quota {
  const shares = new Map<string, Share>();
  const kept = new Set<string>();
  let taken = 0;

  function shareOf(owner: string): Share {
    const share = shares.get(owner) ?? { taken: 0, kept: new Set() };
    shares.set(owner, share);
    return share;
  }

  function hold(id: string, owner: string): void {
    kept.delete(id);
    shareOf(owner).kept.delete(id);
  }

  return {
    take(owner, size) {
      const share = shares.get(owner);
      if ((share?.taken ?? 0) + size > mostPerOwner) return { oldest: first(share?.kept) };
      if (taken + size > most) return { oldest: first(kept) };
      taken += size;
      shareOf(owner).taken += size;
      return undefined;
    },
    keep(id, owner) {
      hold(id, owner);
      kept.add(id);
      shareOf(owner).kept.add(id);
    },
    hold,
    release(id, owner, size) {
      hold(id, owner);
      const share = shareOf(owner);
      taken -= size;
      share.taken -= size;
      if (share.taken <= 0) shares.delete(owner);
    },
    used: () => taken,
  };
}

function first(ids: ReadonlySet<string> | undefined): string | undefined {
  const [id] = ids ?? [];
  return id;
}
