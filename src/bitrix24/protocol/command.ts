import type { Origin } from '../origin.ts';
import type { ReplySize } from './answer-bounds.ts';
import type { TextCleaner } from './text-cleaner.ts';

/**
 * How a write whose response was lost may be settled.
 *
 * - `idempotent`: doing it twice has the same result as doing it once.
 * - `by-lookup`: the record it created can be found by a value that is unique among records.
 * - `never`: it has an effect in the world (a phone rings) that can be neither looked up nor undone.
 */
export type Settlement = 'idempotent' | 'by-lookup' | 'never';

/** A REST method as this client needs to know it. Methods are declared by the code that calls them. */
export type Method = {
  readonly name: string;
  /** How long the portal usually takes, in seconds, where that is known. */
  readonly typicalSeconds?: number | undefined;
} & (
  | { readonly kind: 'read' }
  | {
      readonly kind: 'write';
      readonly settlement: Settlement;
      /** The message for the caller if the outcome of a write cannot be determined; a generic one by default. */
      readonly ifUnconfirmed?: string | undefined;
    }
);

/** Parameters of a method, under the portal's own names. */
export type Params = Readonly<Record<string, unknown>>;

/** One call of a method and how its result is read. */
export interface Query<T = unknown> {
  readonly method: Method;
  readonly params: Params;
  readonly origin?: Origin | undefined;
  /**
   * Decodes the result. Pure, because a result is decoded once for all that share the call.
   *
   * @param texts cleans the portal's human-readable texts; by default, of anything that looks like a secret
   * @throws Bitrix24Error of kind `unexpected-shape`. For a write it means that its response is lost: a result
   *   that is not what the method should return proves nothing.
   */
  readonly decode: (result: unknown, texts?: TextCleaner) => T;
  /** The ids of the records in a result, for methods whose records get rising ids. */
  recordIds?(value: T): readonly bigint[];
}

/** One call of a method, with what is needed to settle it should its response be lost. */
export interface Command<T = unknown> extends Query<T> {
  /** Keys of what a write touches. Writes with a key in common run one at a time. */
  readonly touches?: readonly string[] | undefined;
  /** The id of the record that a write changes or deletes, for methods whose records are created `by-lookup`. */
  readonly changes?: bigint | undefined;
  /** Error codes for which another record is the reason: they may be true now and false a moment later. */
  readonly passing?: readonly string[] | undefined;
  /** Error codes whose reason holds for every attempt: what was sent, or that there is no record to change. */
  readonly conclusive?: readonly string[] | undefined;
  /** The error code of a retry that finds nothing left to do, and the result to return for it. */
  readonly alreadyDone?: { readonly code: string; readonly value: T } | undefined;
  /** Called with the response size, before other commands of the same call are resolved. */
  readonly onReceived?: ((size: ReplySize) => void) | undefined;
  /** Finds the record that a `by-lookup` write may have created. */
  readonly lookup?: Query<FoundRecord<T> | undefined> | undefined;
  /**
   * Whether a record with an id above this one may be what a `by-lookup` write created, although the lookup does not
   * find it: the portal may have stored it in another form.
   */
  readonly lookalike?: ((above: bigint) => Query<boolean>) | undefined;
}

/** A record that a lost write may have created. */
export interface FoundRecord<T> {
  readonly id: bigint;
  /** Whether it is what the write would have created, in every field that can be compared. */
  readonly equal: boolean;
  /** The record as the write itself would have returned it. */
  readonly value: T;
}
