import type { Bitrix24Error } from '../bitrix24/errors.ts';

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

/** There is no line with this CONFIG_ID among those of the application. */
export class UnknownLineError extends Error {
  override readonly name = 'UnknownLineError';
  /** What the portal said; undefined if it was known without asking. */
  override readonly cause: Bitrix24Error | undefined;

  constructor(cause?: Bitrix24Error) {
    super('There is no such line.', { cause });
    this.cause = cause;
  }
}

/** The portal confirmed a write, but what it made could not be read. */
export class ReadBackError extends Error {
  override readonly name = 'ReadBackError';
  override readonly cause: Bitrix24Error | UnknownLineError;

  constructor(cause: Bitrix24Error | UnknownLineError) {
    super('The write was confirmed, but its result could not be read.', { cause });
    this.cause = cause;
  }
}
