/** How often something was counted by all replicas, by name, in the current window of time. */
export interface SharedCounts {
  /**
   * Adds to the counts, and returns what they are now. Undefined if what replicas share cannot be reached: then it is
   * unknown whether they were added, and adding them again would count them twice.
   */
  add(counts: ReadonlyMap<string, number>): Promise<CountedWindow | undefined>;
  /** Replicas of the gateway at the last time that this was known; undefined if it never was. */
  replicas(): number | undefined;
}

export interface CountedWindow {
  /** Another one means that all counts begin anew. */
  readonly window: string;
  readonly endsInMs: number;
  /** Of the names that were added. */
  readonly totals: ReadonlyMap<string, number>;
}
