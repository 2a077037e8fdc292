/** Until when a command is of use, in milliseconds by the scheduler's clock. */
export interface Deadline {
  /** When it should be done if nothing goes wrong: later it is not sent. */
  readonly queueUntil: number;
  /** When its answer is no longer waited for. */
  readonly answerBy: number;
}
