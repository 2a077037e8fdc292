import type { TelephonyErrorCode } from '../__generated__/resolvers.ts';
import type { ArgumentProblem } from './argument-error.ts';
import { CODES } from './codes.ts';

/** The keys that an error may have in addition to `code`, `retryable` and `requestId`. */
const DETAILS = [
  'argument',
  'problems',
  'existingConfigId',
  'applied',
  'retryAfterMs',
  'checkAfterMs',
  'cost',
  'limit',
  'bound',
  'portalState',
  'requiredScopes',
  'bitrix24',
] as const;

/** Details of an error. A key that is not in {@link DETAILS} does not compile. */
export type ErrorDetails = Readonly<Partial<Record<(typeof DETAILS)[number], unknown>>>;

/**
 * Every key of an error's `extensions`. Routers let only the keys through that their configuration lists, so
 * `examples/supergraph` and the README list them all.
 */
export const EXTENSION_KEYS: readonly string[] = ['code', 'retryable', 'requestId', ...DETAILS];

/** An error as the client sees it, except `path`, `locations` and `requestId`. */
export interface ClientError {
  readonly message: string;
  readonly extensions: ErrorDetails & { readonly code: TelephonyErrorCode; readonly retryable: boolean };
}

/** An error with this code and the registry's defaults, unless `overrides` replaces them. */
export function clientError(
  code: TelephonyErrorCode,
  overrides: { readonly message?: string | undefined; readonly retryable?: boolean | undefined } = {},
  details: ErrorDetails = {},
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
  { message, ...details }: ErrorDetails & { readonly message?: string } = {},
): ClientError {
  return clientError(
    'BAD_USER_INPUT',
    { message },
    { argument: problems[0]?.argument, problems, ...details },
  );
}
