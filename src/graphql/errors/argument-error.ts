import type { ArgumentPath } from './client-error.ts';

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
