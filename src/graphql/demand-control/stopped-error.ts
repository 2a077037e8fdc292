import { StacklessError } from '../../bitrix24/protocol/stackless-error.ts';

/** Why an operation was stopped. */
export type StopReason =
  /** No one is waiting for it anymore. */
  | 'client-gone'
  /** A query has reached its maximum duration. */
  | 'deadline'
  /** It has reached the maximum number of calls to the portal. */
  | 'commands'
  /** Its response has reached the maximum number of values or characters. */
  | 'values'
  | 'characters'
  /** The portal has sent the maximum number of characters for it. */
  | 'received'
  /** The responses of all portals together took too much memory, and what it held was the most. */
  | 'memory'
  /** So many of its fields have failed that no one would read all the errors. */
  | 'errors';

/** The rest of an operation is not executed. */
export class StoppedError extends StacklessError {
  override readonly name = 'StoppedError';
  readonly reason: StopReason;
  /**
   * The bound that was exceeded: milliseconds for a deadline, bytes for memory, otherwise a number of what the reason
   * names.
   */
  readonly limit: number;

  constructor(reason: StopReason, limit: number) {
    super(`The operation was stopped: ${reason}.`);
    this.reason = reason;
    this.limit = limit;
  }
}
