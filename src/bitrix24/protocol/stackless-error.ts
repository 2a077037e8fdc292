/**
 * An error that does not record where it was created. Until somebody reads it, a recorded stack keeps everything alive that
 * the functions on it can reach, such as the response that was being decoded, and some errors live long: with a command
 * that waits to be sent again, or with a write whose outcome is unknown.
 */
export class StacklessError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
