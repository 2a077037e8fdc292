/** Where in a field's arguments: the name of an argument, then names of fields and indexes within it. */
export type ArgumentPath = readonly (string | number)[];

/** One entry of `extensions.problems`. */
export interface ArgumentProblem {
  /** Where in the field's arguments, such as `["input", "title"]`; empty where none is to blame. */
  readonly argument: ArgumentPath;
  /** A sentence that says what to do. Never repeats the value. */
  readonly message: string;
}

/** An argument that the gateway itself refuses. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  readonly argument: ArgumentPath;

  /** @param message a sentence that says what to do and does not repeat the value */
  constructor(argument: ArgumentPath, message: string) {
    super(message);
    this.argument = argument;
  }
}

/** An error of one entry of a list argument: its fields are named from there. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
  override readonly cause: Error;
  readonly argument: ArgumentPath;

  /** Whether the outcome of another entry of the same operation is unknown. */
  readonly besideLostWrite: boolean;

  constructor(argument: ArgumentPath, cause: Error, besideLostWrite: boolean) {
    super('An entry failed.', { cause });
    this.besideLostWrite = besideLostWrite;
    this.argument = argument;
    this.cause = cause;
  }
}

/** The caller lacks scopes of the gateway. */
export class ScopeError extends Error {
  override readonly name = 'ScopeError';
  /** All of one of these lists would do. */
  readonly required: readonly (readonly string[])[];

  constructor(required: ScopeError['required']) {
    super('The caller lacks a scope.');
    this.required = required;
  }
}
