import type { TelephonyErrorExtensions } from './error-details.ts';
import { isPath, isRecord, isTelephonyExtensions } from './read-extensions.ts';

/** An error of the gateway. `switch (extensions.code)` narrows `extensions` to the keys of that code. */
export interface TelephonyError {
  /** A sentence in English that says what happened and what to do. */
  readonly message: string;
  /** The response keys and indexes of the field that failed; empty if the operation as a whole did. */
  readonly path: readonly (string | number)[];
  readonly extensions: TelephonyErrorExtensions;
}

/** Any other error in a GraphQL response: of the server itself, of another subgraph, or with a code from the future. */
export interface OtherError {
  /** Empty if the error has none. */
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** Empty if the error has none. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The error as it was received. */
  readonly received: unknown;
}

/** Everything that went wrong. All is well if both lists are empty and `failure` is undefined. */
export interface TelephonyErrors {
  readonly errors: readonly TelephonyError[];
  readonly others: readonly OtherError[];
  /**
   * Why there is no GraphQL response, as the client reported it: a network error, or a response of something else. A
   * mutation may have been executed nevertheless.
   */
  readonly failure: unknown;
}

/**
 * Returns the errors in what a GraphQL client returns or throws: a result or an error of Apollo Client 4 or urql, or the
 * body of a response. Nothing that went wrong is left out, and nothing is thrown.
 *
 * @param result undefined and null have no errors, as the `error` of a hook while all is well
 */
export function telephonyErrors(result: unknown): TelephonyErrors {
  if (result === undefined || result === null) return NONE;
  const response = bodyOf(wrappedError(result) ?? result);
  if (!isRecord(response)) return failed(response);
  const { graphQLErrors, networkError, errors } = response;
  // CombinedError of urql.
  if (Array.isArray(graphQLErrors) && (networkError || graphQLErrors.length > 0))
    return { ...classified(graphQLErrors), failure: networkError ?? undefined };
  // `fetch` rejects with an AggregateError, which has an error for each address.
  if (isNonEmptyList(errors) && !(response instanceof AggregateError)) return classified(errors);
  return 'data' in response && !(response instanceof Error) ? NONE : failed(response);
}

const NONE: TelephonyErrors = { errors: [], others: [], failure: undefined };

function failed(failure: unknown): TelephonyErrors {
  return { ...NONE, failure };
}

/** The error in a result of Apollo Client or urql. Errors that they throw have none, and no data. */
function wrappedError(result: unknown): unknown {
  const isResult = isRecord(result) && 'data' in result && !isNonEmptyList(result['errors']);
  return isResult ? (result['error'] ?? undefined) : undefined;
}

/**
 * The body in a ServerError of Apollo Client, which does not read responses with another status than 200 in
 * `application/json`. Anything else is returned as it is.
 */
function bodyOf(error: unknown): unknown {
  if (!isRecord(error) || typeof error['bodyText'] !== 'string') return error;
  const body = parsed(error['bodyText']);
  return isRecord(body) && isNonEmptyList(body['errors']) ? body : error;
}

function classified(received: readonly unknown[]): TelephonyErrors {
  const errors: TelephonyError[] = [];
  const others: OtherError[] = [];
  for (const each of received) {
    const error: Readonly<Record<string, unknown>> = isRecord(each) ? each : {};
    const { extensions } = error;
    const message = typeof error['message'] === 'string' ? error['message'] : '';
    const path = isPath(error['path']) ? error['path'] : [];
    if (isTelephonyExtensions(extensions)) errors.push({ message, path, extensions });
    else others.push({ message, path, extensions: isRecord(extensions) ? extensions : {}, received: each });
  }
  return { errors, others, failure: undefined };
}

function isNonEmptyList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
