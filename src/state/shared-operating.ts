/**
 * What replicas know of how much the portal lets one credential run, and how much of that each may begin. Facts are
 * merged in any order and any number of times with the same result.
 */
export interface SharedOperating {
  /**
   * Adds what this replica knows, and returns what all know. What is left of a method is leased to those that use it.
   * Undefined if what replicas share cannot be reached: then it is unknown whether that was added.
   */
  sync(news: readonly MethodNews[]): Promise<readonly MethodStanding[] | undefined>;
  /** Replicas of the gateway at the last time that this was known; undefined if it never was. */
  replicas(): number | undefined;
}

/** What one replica knows of a method. */
export interface MethodNews extends MethodFacts {
  /** Seconds of work that this replica has in flight. */
  readonly underWay: number;
  /**
   * Seconds that may be used beside what has been done, as far as this replica knows; undefined if it wants none of them,
   * or does not know.
   */
  readonly free: number | undefined;
}

/** What all replicas know of a method. */
export interface MethodStanding extends MethodFacts {
  /** Seconds of work that the other replicas had in flight when they last said so. */
  readonly othersUnderWay: number;
  /** Seconds that this replica may begin until it asks again; undefined if it wanted none. */
  readonly granted: number | undefined;
}

interface MethodFacts {
  readonly method: string;
  /** The portal's latest report by its own clock. */
  readonly report: SharedReport | undefined;
  /** The last time that the portal ran or refused the method. */
  readonly verdict: Verdict | undefined;
  /** Milliseconds until the next call may probe whether the portal still refuses the method. */
  readonly probeInMs: number;
}

export interface SharedReport {
  readonly seconds: number;
  readonly resetInMs: number;
  readonly portalTime: number;
}

export interface Verdict {
  readonly agoMs: number;
  /** 0: it ran. */
  readonly refusedForMs: number;
}

/** A report that is older than this many milliseconds says nothing any more, and one that is ahead by as much is wrong. */
export const REPORT_MS = 600_000;

/** How long what a replica has in flight and was granted counts after it has said so, in milliseconds. */
export const SHARER_MS = 5_000;

/** The least that is granted, in seconds, unless nothing is: more than most calls take. */
export const LEAST_GRANT = 2;
