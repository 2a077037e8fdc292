/** Something of which all senders together may have so much in a window of time. */
export interface SharedBudget {
  /** Takes one for a sender. Returns 0, or for how many milliseconds there is none for it. */
  take(sender: string): number;
}

export interface SharedBudgetOptions {
  /** How much there is in a window. */
  readonly total: number;
  readonly windowMs: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/**
 * A budget that no sender can use up: each may have at most half as much as is left for others. The first gets a third
 * of it at most, the next one a third of the rest, and there is something for a newcomer until dozens have taken all
 * they may.
 */
export function createSharedBudget({ total, windowMs, now }: SharedBudgetOptions): SharedBudget {
  const taken = new Map<string, number>();
  let left = total;
  let startedAt = now();
  return {
    take(sender) {
      const at = now();
      if (at - startedAt >= windowMs) {
        taken.clear();
        left = total;
        startedAt = at;
      }
      const own = taken.get(sender) ?? 0;
      if (own >= left / 2) return Math.ceil(startedAt + windowMs - at);
      taken.set(sender, own + 1);
      left -= 1;
      return 0;
    },
  };
}
