/** What the parts of an operation count for in its cost. */
export interface Prices {
  /** What the schema's weights are multiplied by. */
  readonly weight: number;
  /** Each mutation, as routers count it. */
  readonly mutation: number;
  /** Each value of the answer, be it an object or a leaf, besides the weight that the schema gives its field. */
  readonly value: number;
  /** Each value of introspection. */
  readonly introspectionValue: number;
  /** Each character of response keys and arguments, as often as it is used. */
  readonly character: number;
  /** Each value within arguments, as often as it is used. */
  readonly argumentValue: number;
  /** Each row that a page may read, whether its fields are selected or not. */
  readonly row: number;
  /** Each selection of `_entities`, for the command that looks them up. */
  readonly entities: number;
}

/** What the gateway charges. The weights of the schema come on top: 10 for each command to the portal. */
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
