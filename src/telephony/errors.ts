import type { Bitrix24Error } from '../bitrix24/protocol/errors.ts';
import type { Method } from '../bitrix24/protocol/command.ts';

/** One mistake in a caller's input. */
export interface Problem {
  /** The input field that it is about. */
  readonly field: string;
  /** A sentence that says what is required. Never quotes the value. */
  readonly message: string;
}

/** A caller's input is invalid; nothing was sent to the portal. Lists every problem. */
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
  /** The portal's refusal; undefined if the gateway found out in another way. */
  override readonly cause: Bitrix24Error | undefined;
  /** CONFIG_ID of the line that has it, if it is a line that the credential sees and could be looked up. */
  readonly existingConfigId: string | undefined;

  constructor(cause: Bitrix24Error | undefined, existingConfigId: string | undefined) {
    super('The title is taken.', { cause });
    this.cause = cause;
    this.existingConfigId = existingConfigId;
  }
}

/** What a caller named does not exist, or is a line that the credential does not see. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  /** The argument that named it. */
  readonly field: 'configId' | 'lineId' | 'userId';
  /** The portal's refusal; undefined if the gateway found out in another way. */
  override readonly cause: Bitrix24Error | undefined;

  constructor(field: NotFoundError['field'], cause?: Bitrix24Error) {
    super(`Nothing has this ${field}.`, { cause });
    this.field = field;
    this.cause = cause;
  }
}

/** The portal confirmed a write, but reading its result back failed. */
export class ReadBackError extends Error {
  override readonly name = 'ReadBackError';
  override readonly cause: Bitrix24Error | NotFoundError;

  constructor(cause: Bitrix24Error | NotFoundError) {
    super('The write was confirmed, but its result could not be read back.', { cause });
    this.cause = cause;
  }
}

/** The portal confirmed a write, but reading it back shows that nothing changed. */
export class NotAppliedError extends Error {
  override readonly name = 'NotAppliedError';
  readonly method: Method;

  constructor(method: Method) {
    super(`${method.name} was confirmed, but changed nothing.`);
    this.method = method;
  }
}

/** The portal confirmed a write with a result that it also returns where nothing changed, and reading back failed. */
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

/** Only an application can do this, because a webhook cannot find out what came of it. Nothing was sent. */
export class ApplicationRequiredError extends Error {
  override readonly name = 'ApplicationRequiredError';
  readonly method: Method;

  constructor(method: Method) {
    super(`${method.name} requires an application.`);
    this.method = method;
  }
}

/** The portal refused to start a call because of the caller's input. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
  /** The input field that it refused. */
  readonly field: 'lineId' | 'phoneNumber';
  /** Whether it does not exist, as opposed to being unsuitable for the call. */
  readonly unknown: boolean;
  override readonly cause: Bitrix24Error;

  constructor(field: CallRefusedError['field'], unknown: boolean, cause: Bitrix24Error) {
    super('The portal refused to start the call.', { cause });
    this.field = field;
    this.unknown = unknown;
    this.cause = cause;
  }
}
