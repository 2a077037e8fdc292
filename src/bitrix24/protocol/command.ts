import type { TextCleaner } from './text-cleaner.ts';

/**
 * How a write whose answer was lost may be settled.
 *
 * - `idempotent`: doing it twice ends as doing it once.
 * - `by-lookup`: what it created can be found again by something that only one record can have.
 * - `never`: it has an effect in the world (a phone rings) that can be neither looked up nor taken back.
 */
export type Settlement = 'idempotent' | 'by-lookup' | 'never';

/** A REST method as this client needs to know it. Methods are declared by those who call them. */
export type Method = {
  readonly name: string;
  /** How long the portal usually takes, in seconds, where that is known. */
  readonly typicalSeconds?: number | undefined;
} & (
  | { readonly kind: 'read' }
  | {
      readonly kind: 'write';
      readonly settlement: Settlement;
      /** What to tell the caller if the outcome of a write cannot be found out; a general text if left out. */
      readonly ifUnconfirmed?: string | undefined;
    }
);

/** Parameters of a method, under the portal's own names. */
export type Params = Readonly<Record<string, unknown>>;

/** One call of a method and how its result is read. */
export interface Query<T = unknown> {
  readonly method: Method;
  readonly params: Params;
  /**
   * Reads the result. Pure, because a result is decoded once for everybody who shares the call.
   *
   * @param texts cleans texts of the portal that people read; without it they are cleaned of what looks like a secret
   * @throws Bitrix24Error of kind `unexpected-shape`. Of a write it means that its answer is lost: a result that does
   *   not say what the method should say proves nothing.
   */
  readonly decode: (result: unknown, texts?: TextCleaner) => T;
  /** The ids of the records in a result, for methods whose records get rising ids. */
  recordIds?(value: T): readonly number[];
}

/** One call of a method, with what it takes to settle it should its answer be lost. */
export interface Command<T = unknown> extends Query<T> {
  /** Keys of what a write touches. Of writes that touch the same thing, each waits for the one before. */
  readonly touches?: readonly string[] | undefined;
  /** The error code of a repeat that finds nothing left to do, and the result that it stands for. */
  readonly alreadyDone?: { readonly code: string; readonly value: T } | undefined;
  /** Told the size of the answer in characters, before other commands of the same call are answered. */
  readonly onReceived?: ((characters: number) => void) | undefined;
  /** Finds the record that a `by-lookup` write may have created. */
  readonly lookup?: Query<FoundRecord<T> | undefined> | undefined;
}

/** A record that a lost write may have created. */
export interface FoundRecord<T> {
  readonly id: number;
  /** Whether it is what the write would have created, in every field that can be compared. */
  readonly equal: boolean;
  /** The record as the write itself would have returned it. */
  readonly value: T;
}
