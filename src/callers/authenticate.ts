import type { FindCaller } from './api-keys.ts';
import type { Caller } from './caller.ts';
import type { ReadToken } from './json-web-tokens.ts';

/**
 * Finds out who sends a request, by its `Authorization` header; undefined for nobody that is known.
 *
 * @throws KeysUnavailableError
 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

/** A key or a token as `Bearer`. Tokens are told by their three parts, which a key does not have. */
export function createAuthenticate(findCaller: FindCaller, readToken: ReadToken | undefined): Authenticate {
  return (authorization) => {
    const [, credential] = /^Bearer ([\w.~+/=-]{1,8000})$/i.exec(authorization ?? '') ?? [];
    if (credential === undefined) return Promise.resolve(undefined);
    if (credential.split('.').length === 3) return readToken?.(credential) ?? Promise.resolve(undefined);
    return Promise.resolve(findCaller(credential));
  };
}
