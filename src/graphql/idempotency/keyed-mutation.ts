import type { KeptOutcome } from '../../state/idempotency-store.ts';
import type { GatewayContext } from '../context.ts';

/** How a field of `Mutation` runs with an idempotency key. */
export interface KeyedMutation<Args = unknown, Result = unknown> {
  /**
   * How many outcomes are kept for it.
   *
   * @throws ArgumentError if the arguments ask for too much
   */
  size(args: Args): number;
  /** Runs it, or what earlier runs have left of it. Rejects only for a fault of the gateway. */
  run(job: KeyedJob<Args, Result>): Promise<KeyedRun<Result>>;
  /** The result of an earlier run that has nothing left to do, read from the portal. */
  replay(outcomes: readonly KeptOutcome[], args: Args, context: GatewayContext, now: number): Promise<Result>;
}

export interface KeyedJob<Args, Result> {
  readonly args: Args;
  readonly context: GatewayContext;
  /** The mutation without its key. */
  readonly execute: (args: Args) => Promise<Result>;
  /** What earlier runs left; undefined if there was none. */
  readonly before: readonly KeptOutcome[] | undefined;
  /** The last run has never ended: until then, whatever it was doing may still be running. Otherwise undefined. */
  readonly interruptedUntil: number | undefined;
  /** When the key was first begun, or earlier, by the clock of the records. */
  readonly since: number;
  /** Milliseconds of the clock of the records. */
  readonly now: () => number;
  /** How long after it was sent a request may still be running, in milliseconds. */
  readonly longestRunMs: number;
}

/**
 * The id of what a lost write has created; `hidden`: it may have been deleted or changed so that no lookup finds it;
 * `absent`: it was not, and a lookup found nothing when the write must have ended.
 */
export type LateFinding = { readonly id: string } | 'hidden' | 'absent';

/** The place of an outcome that is unknown, and what is found out about it. */
export interface LaterOutcome {
  readonly index: number;
  readonly finding: Promise<LateFinding | undefined>;
}

export interface KeyedRun<Result> {
  /** What to keep; undefined if nothing was done. */
  readonly outcomes: readonly KeptOutcome[] | undefined;
  /** Whether nothing is left to do. */
  readonly closed: boolean;
  /** Whether the result, or a part of it, is that of an earlier run. */
  readonly replayed: boolean;
  /** Returns or throws what the field does. */
  readonly respond: () => Result;
  /** Each resolves when it is known what became of a lost write. */
  readonly later?: readonly LaterOutcome[];
}
