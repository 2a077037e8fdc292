import type { OperationTypeNode } from 'graphql';
import type { FieldOutcome } from './root-fields.ts';

/** What became of an operation, for metrics. Holds no value of a caller. */
export interface OperationReport {
  readonly kind: `${OperationTypeNode}` | undefined;
  readonly ms: number;
  /** Why it was not executed; undefined if it was. */
  readonly refused: string | undefined;
  /** Of the root fields that were executed. */
  readonly fields: readonly FieldOutcome[];
  /** The names of those that returned an earlier outcome because of their idempotency key, such as `Mutation.addSipLine`. */
  readonly replayed: readonly string[];
}

/** Called once for every operation, executed or not. Must not throw. */
export type ObserveOperation = (report: OperationReport) => void;
