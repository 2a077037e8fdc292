import type { FindCaller } from './api-keys.ts';
import type { Caller } from './caller.ts';
import type { ReadToken } from './json-web-tokens.ts';

/**
 * Identifies the caller by the `Authorization` header of its request; undefined if the header is missing or not valid.
 *
 * @throws KeysUnavailableError
 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

/** Accepts a key or a token as `Bearer`. Tokens are recognized by their three parts, which a key does not have. */
export function createAuthenticate(findCaller: FindCaller, readToken: ReadToken | undefined): Authenticate {
  return (authorization) => {
    const [, credential] = /^Bearer ([\w.~+/=-]{1,8000})$/i.exec(authorization ?? '') ?? [];
    if (credential === undefined) return Promise.resolve(undefined);
    if (credential.split('.').length === 3) return readToken?.(credential) ?? Promise.resolve(undefined);
    return Promise.resolve(findCaller(credential));
  };
}
