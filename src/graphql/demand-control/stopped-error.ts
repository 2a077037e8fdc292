/** Why an operation does not go on. */
export type StopReason =
  /** Nobody waits for it any more. */
  | 'client-gone'
  /** A query has run as long as it may. */
  | 'deadline'
  /** It has asked the portal as often as it may. */
  | 'commands'
  /** Its answer holds as many values, or characters, as it may. */
  | 'values'
  | 'characters'
  /** So many of its fields have failed that nobody reads all the errors. */
  | 'errors';

/** What remains of an operation is not executed. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly reason: StopReason;
  /** The bound that was reached: milliseconds of a deadline, otherwise a number of what the reason names. */
  readonly limit: number;

  constructor(reason: StopReason, limit: number) {
    super(`The operation was stopped: ${reason}.`);
    this.reason = reason;
    this.limit = limit;
  }
}
