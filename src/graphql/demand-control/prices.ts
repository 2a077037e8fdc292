/** How much each part of an operation adds to its cost. */
export interface Prices {
  /** The factor for the schema's weights. */
  readonly weight: number;
  /** Each mutation, as routers count it. */
  readonly mutation: number;
  /** Each value in the response, object or leaf, in addition to its field's weight in the schema. */
  readonly value: number;
  /** Each value of introspection. */
  readonly introspectionValue: number;
  /** Each character of response keys and arguments, per use. */
  readonly character: number;
  /** Each value within arguments, per use. */
  readonly argumentValue: number;
  /** Each row that a page may read, whether or not its fields are selected. */
  readonly row: number;
  /** Each selection of `_entities`, for the command that looks them up. */
  readonly entities: number;
}

/** What the gateway charges, in addition to the schema's weights: 10 for each command to the portal. */
export const PRICES: Prices = {
  weight: 1,
  mutation: 10,
  value: 0.1,
  introspectionValue: 0.05,
  character: 0.01,
  argumentValue: 0.1,
  row: 0.5,
  entities: 10,
};

/**
 * What arguments and response keys take in memory, in bytes, instead of their cost. An argument exists several times
 * while its command waits: as a variable, as a parameter, and percent-encoded in the request to the portal.
 */
export const BYTES: Prices = {
  weight: 0,
  mutation: 0,
  value: 0,
  introspectionValue: 0,
  character: 4,
  argumentValue: 64,
  row: 0,
  entities: 0,
};
