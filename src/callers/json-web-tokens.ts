import { createHash } from 'node:crypto';
import { errors, jwtVerify, type FetchImplementation } from 'jose';
import type { JwtSettings } from '../config/config.ts';
import { urlOf } from '../config/parse-url.ts';
import { boundedResponse } from './bounded-response.ts';
import { knownScopes, portalNames, type Caller } from './caller.ts';
import { issuerKeys } from './issuer-keys.ts';
import { KEYS_RETRY_MS, KeysUnavailableError } from './keys-unavailable.ts';

const UNAVAILABLE = 'The keys of the issuer cannot be fetched.';

/** Only signatures by a private key: if HMAC were allowed, the public key would pass for a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** How far the issuer's clock may differ from ours, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** How long fetching the issuer's keys may take. */
const TIMEOUT_MS = 5_000;

/** The largest set of keys that is read, in bytes. An issuer publishes a few, of one kilobyte each. */
const MAX_KEYS_BYTES = 64 * 1024;

/**
 * Reads the caller from a JSON Web Token; undefined if the token is not valid here. The scopes come from the claims
 * `scope` and `scp`, each a text or a list; the portals from the claim `portals`, a list or `*`.
 *
 * @throws KeysUnavailableError
 */
export type ReadToken = (token: string) => Promise<Caller | undefined>;

/**
 * @param wallClock milliseconds since the epoch
 * @param now milliseconds of a clock that never jumps
 */
export function createTokenReader(
  { jwksUrl, issuer, audience }: JwtSettings,
  fetch: FetchImplementation,
  wallClock: () => number,
  now: () => number,
): ReadToken {
  // Otherwise every token would trigger another failing fetch, and anybody can send forged tokens.
  let failedUntil = -Infinity;
  const fetchKeys: FetchImplementation = (url, options) => {
    if (now() < failedUntil) throw new KeysUnavailableError(UNAVAILABLE);
    return fetch(url, options)
      .then((response) => boundedResponse(response, MAX_KEYS_BYTES))
      .catch((cause: unknown) => {
        throw new KeysUnavailableError(UNAVAILABLE, { cause });
      });
  };
  const keys = issuerKeys(urlOf(jwksUrl), { fetch: fetchKeys, timeoutMs: TIMEOUT_MS, now });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(wallClock()),
      });
      const { sub, scope, scp } = payload;
      return {
        name: `token of ${sub ?? 'nobody'}`,
        identity: `subject ${hashOf(issuer, sub ?? '')}`,
        scopes: knownScopes([...namesIn(scope), ...namesIn(scp)]),
        portals: portalNames(readPortals(payload['portals'])),
      };
    } catch (error) {
      if (!isOfIssuer(error)) return undefined;
      if (now() >= failedUntil) failedUntil = now() + KEYS_RETRY_MS;
      throw new KeysUnavailableError(UNAVAILABLE, { cause: error });
    }
  };
}

/** Hashed because a subject may be long and is kept for as long as its requests are counted. */
function hashOf(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');
}

/** The names in a scope claim: a string as `scope` in RFC 8693; issuers also send lists, and either as `scp`. */
function namesIn(claim: unknown): readonly unknown[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}

/** A claim of any other form lists no portal. */
function readPortals(claim: unknown): readonly string[] | '*' | undefined {
  if (claim === undefined || claim === '*') return claim;
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/** Whether the issuer failed to publish usable keys, as opposed to a fault of the token or its signing key. */
function isOfIssuer(error: unknown): boolean {
  if (error instanceof KeysUnavailableError) return true;
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  // The library throws its generic error if the issuer's response is not a set of keys.
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
