import type { Origin } from '../bitrix24/origin.ts';
import type { OperationReport } from './observe-operation.ts';

/** A field at the top of an operation. */
export interface RootField {
  /** Its key in the response. */
  readonly key: string;
  /** `Mutation.addSipLine`: that of the schema, not its alias. */
  readonly name: string;
}

/** Follows one request from its headers to its end. Must not throw. */
export interface RequestTrace {
  /** Runs the resolver of a root field, or of one below it: what it calls is part of the root field. */
  within<T>(field: RootField, resolve: () => T): T;
  /** The origin of a command that is called now. */
  originOf(origin: Origin): Origin;
  /** @param name the operation's name, which is the caller's choice */
  operationEnded(report: OperationReport, name: string | undefined): void;
  /**
   * The response is sent, or its client is gone, and nothing is carried out any more.
   *
   * @param status undefined if the client hung up before the response was complete
   */
  ended(status: number | undefined): void;
}
