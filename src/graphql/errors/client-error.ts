import type {
  CommonExtensions,
  DetailsByCode,
  TelephonyErrorCode,
  TelephonyErrorExtensions,
} from '../../client/error-details.ts';
import { COMMON_KEYS, KEYS_BY_CODE } from '../../client/extension-keys.ts';
import type { ArgumentProblem } from './argument-error.ts';
import { CODES } from './codes.ts';

/**
 * What the errors with this code have besides `code`, `retryable` and `requestId`. What `DetailsByCode` does not list
 * does not compile.
 */
export type ErrorDetails<Code extends TelephonyErrorCode> = {
  readonly [C in Code]: DetailsByCode[C] & Pick<CommonExtensions, 'applied'>;
}[Code];

/**
 * Every key of an error's `extensions`. Routers let only the keys through that their configuration lists, so
 * `examples/supergraph` and docs/responses.md list them all.
 */
export const EXTENSION_KEYS: readonly string[] = [
  ...new Set(['code', ...[COMMON_KEYS, ...Object.values(KEYS_BY_CODE)].flatMap((keys) => Object.keys(keys))]),
];

/** An error as the client sees it, except `path`, `locations` and `requestId`. */
export interface ClientError<Code extends TelephonyErrorCode = TelephonyErrorCode> {
  readonly message: string;
  readonly extensions: ExtensionsBeforeSending<Code>;
}

type ExtensionsBeforeSending<Code extends TelephonyErrorCode> = {
  readonly [C in Code]: Omit<TelephonyErrorExtensions<C>, 'requestId'>;
}[Code];

interface Overrides {
  readonly message?: string | undefined;
  readonly retryable?: boolean | undefined;
}

type Arguments<Code extends TelephonyErrorCode> =
  object extends ErrorDetails<Code>
    ? [overrides?: Overrides, details?: ErrorDetails<Code>]
    : [overrides: Overrides, details: ErrorDetails<Code>];

/** An error with this code and the registry's defaults, unless `overrides` replaces them. */
export function clientError<Code extends TelephonyErrorCode>(
  code: Code,
  ...[overrides = {}, details]: Arguments<Code>
): ClientError<Code> {
  const { message, retryable } = CODES[code];
  const extensions = { code, retryable: overrides.retryable ?? retryable, ...details };
  return {
    message: overrides.message ?? message,
    // The compiler does not see that the details belong to the same code.
    extensions: extensions as unknown as ExtensionsBeforeSending<Code>,
  };
}

/** A `BAD_USER_INPUT` error that lists every problem; `argument` is that of the first. */
export function badUserInput(
  problems: readonly ArgumentProblem[],
  {
    message,
    ...details
  }: Pick<ErrorDetails<'BAD_USER_INPUT'>, 'bitrix24'> & { readonly message?: string } = {},
): ClientError<'BAD_USER_INPUT'> {
  return clientError(
    'BAD_USER_INPUT',
    { message },
    { argument: problems[0]?.argument ?? [], problems, ...details },
  );
}
