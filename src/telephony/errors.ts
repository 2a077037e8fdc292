import type { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import type { Method } from '../bitrix24/protocol/command.ts';

/** One thing that is wrong with what a caller sent. */
export interface Problem {
  /** The field of the input it is about. */
  readonly field: string;
  /** A sentence that says what to do. Never repeats the value. */
  readonly message: string;
}

/** What a caller sent cannot be right, found before anything was sent to the portal. Lists every problem. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super('The input is not valid.');
    this.problems = problems;
  }
}

/** A line or a rented number already has the title. */
export class TitleExistsError extends Error {
  override readonly name = 'TitleExistsError';
  /** What the portal said; undefined if the gateway knew it without asking. */
  override readonly cause: Bitrix24Error | undefined;
  /** CONFIG_ID of the line that has it, if it is a line of this application and could be looked up. */
  readonly existingConfigId: string | undefined;

  constructor(cause: Bitrix24Error | undefined, existingConfigId: string | undefined) {
    super('The title is taken.', { cause });
    this.cause = cause;
    this.existingConfigId = existingConfigId;
  }
}

/** What a call names does not exist, or not for this application. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  /** What named it. */
  readonly field: 'configId' | 'lineId' | 'userId';
  /** What the portal said; undefined if it was known without asking. */
  override readonly cause: Bitrix24Error | undefined;

  constructor(field: NotFoundError['field'], cause?: Bitrix24Error) {
    super(`There is nothing with this ${field}.`, { cause });
    this.field = field;
    this.cause = cause;
  }
}

/** The portal confirmed a write, but what it made could not be read. */
export class ReadBackError extends Error {
  override readonly name = 'ReadBackError';
  override readonly cause: Bitrix24Error | NotFoundError;

  constructor(cause: Bitrix24Error | NotFoundError) {
    super('The write was confirmed, but its result could not be read.', { cause });
    this.cause = cause;
  }
}

/** The portal confirmed a write, and reading back shows that nothing came of it. */
export class NotAppliedError extends Error {
  override readonly name = 'NotAppliedError';
  readonly method: Method;

  constructor(method: Method) {
    super(`${method.name} was confirmed, but changed nothing.`);
    this.method = method;
  }
}

/** The portal confirmed a write in words that it uses for failures too, and what became of it could not be read. */
export class UnverifiedError extends Error {
  override readonly name = 'UnverifiedError';
  readonly method: Method;
  override readonly cause: Bitrix24Error;

  constructor(method: Method, cause: Bitrix24Error) {
    super(`${method.name} was confirmed, but could not be verified.`, { cause });
    this.method = method;
    this.cause = cause;
  }
}

/** The portal would not start a call because of something the caller sent. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
  /** The field of the input that it refused. */
  readonly field: 'lineId' | 'phoneNumber';
  /** Whether there is no such thing, as opposed to one that does not suit. */
  readonly unknown: boolean;
  override readonly cause: Bitrix24Error;

  constructor(field: CallRefusedError['field'], unknown: boolean, cause: Bitrix24Error) {
    super('The portal refused to start the call.', { cause });
    this.field = field;
    this.unknown = unknown;
    this.cause = cause;
  }
}
