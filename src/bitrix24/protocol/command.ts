/**
 * How a write whose answer was lost may be settled.
 *
 * - `idempotent`: doing it twice ends as doing it once.
 * - `by-title`: what it created can be found by its title.
 * - `never`: it has an effect in the world (a phone rings) that cannot be looked up or taken back.
 */
export type Settlement = 'idempotent' | 'by-title' | 'never';

/** A REST method as this client needs to know it. The table of methods belongs to those who call them. */
export type Method = {
  readonly name: string;
  /** How long the portal usually takes, in seconds, where that is known. */
  readonly typicalSeconds?: number;
  /** The ids of the records in a result, for methods whose records get rising ids. */
  readonly idsIn?: (result: unknown) => readonly number[];
} & (
  | { readonly kind: 'read' }
  | {
      readonly kind: 'write';
      readonly settlement: Settlement;
      /** The portal's code that tells a repeat that there is nothing left to do, such as deleting what is gone. */
      readonly doneCode?: string;
    }
);

/** Parameters of a method, under the portal's own names. */
export type Params = Readonly<Record<string, unknown>>;

/** One call of a method, not yet sent. */
export interface Command {
  readonly method: Method;
  readonly params: Params;
  /** Whether a result is what the method is documented to answer. A write without such a result is a lost one. */
  readonly accepts?: (result: unknown) => boolean;
  /** Names of what a write touches. Of writes that touch the same thing, each waits for the one before. */
  readonly touches?: readonly string[];
  /** How to look for what a `by-title` write made, should its answer be lost. */
  readonly lookup?: Lookup;
}

/** Looks for the record that a write may have made. */
export interface Lookup {
  readonly command: Command;
  /** The record that has the title, if there is one in the result of the command. */
  readonly read: (result: unknown) => FoundRecord | undefined;
}

export interface FoundRecord {
  readonly id: number;
  /** Whether it is in everything what the write would have made. */
  readonly equal: boolean;
  /** The record as the write itself would have answered it. */
  readonly result: unknown;
}
