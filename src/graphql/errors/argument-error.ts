import { StacklessError } from '../../bitrix24/protocol/stackless-error.ts';
import type { ArgumentPath } from '../../client/error-details.ts';

export type { ArgumentPath, ArgumentProblem } from '../../client/error-details.ts';

/** An argument that the gateway itself rejects. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  readonly argument: ArgumentPath;

  /** @param message a sentence that says what to do and does not quote the value */
  constructor(argument: ArgumentPath, message: string) {
    super(message);
    this.argument = argument;
  }
}

/** An error in one entry of a list argument: the paths of its fields start there. */
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

/** The caller lacks gateway scopes. Without a stack: one is made for each field when the gateway starts. */
export class ScopeError extends StacklessError {
  override readonly name = 'ScopeError';
  /** All scopes of any one of these lists are sufficient. */
  readonly required: readonly (readonly string[])[];

  constructor(required: ScopeError['required']) {
    super('The caller lacks a scope.');
    this.required = required;
  }
}

/** The gateway stops, and has no time left for a field of a mutation. Nothing was sent for it. */
export class ShuttingDownError extends Error {
  override readonly name = 'ShuttingDownError';
  /** Whether the operation has no other field, so that sending it again repeats nothing. */
  readonly isOnlyField: boolean;

  constructor(isOnlyField: boolean) {
    super('The gateway stops.');
    this.isOnlyField = isOnlyField;
  }
}
