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
} & ({ readonly kind: 'read' } | { readonly kind: 'write'; readonly settlement: Settlement });

/** Parameters of a method, under the portal's own names. */
export type Params = Readonly<Record<string, unknown>>;

/** One call of a method, not yet sent. */
export interface Command {
  readonly method: Method;
  readonly params: Params;
}
