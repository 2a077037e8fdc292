/** The deadlines of a command, in milliseconds by the scheduler's clock. */
export interface Deadline {
  /** When it should be done if nothing goes wrong: it is not sent later than this. */
  readonly queueUntil: number;
  /** When waiting for its result ends. */
  readonly answerBy: number;
}
