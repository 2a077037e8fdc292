import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';
import type { ArgumentProblem } from './argument-error.ts';
import { CODES } from './codes.ts';

/** An error as the client sees it, except `path`, `locations` and `requestId`. */
export interface ClientError {
  readonly message: string;
  readonly extensions: { readonly code: TelephonyErrorCode; readonly [name: string]: unknown };
}

/** An error with this code and the registry's defaults, unless `overrides` replaces them. */
export function clientError(
  code: TelephonyErrorCode,
  overrides: { readonly message?: string | undefined; readonly retryable?: boolean | undefined } = {},
  details: Readonly<Record<string, unknown>> = {},
): ClientError {
  const { message, retryable } = CODES[code];
  return {
    message: overrides.message ?? message,
    extensions: { code, retryable: overrides.retryable ?? retryable, ...details },
  };
}

/** A `BAD_USER_INPUT` error that lists every problem; `argument` is that of the first. */
export function badUserInput(
  problems: readonly ArgumentProblem[],
  { message, ...details }: Readonly<Record<string, unknown>> & { readonly message?: string } = {},
): ClientError {
  return clientError(
    'BAD_USER_INPUT',
    { message },
    { argument: problems[0]?.argument, problems, ...details },
  );
}
