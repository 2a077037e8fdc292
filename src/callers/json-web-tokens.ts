import { createRemoteJWKSet, customFetch, errors, jwtVerify, type FetchImplementation } from 'jose';
import type { JwtSettings } from '../config/config.ts';
import { knownScopes, portalNames, type Caller } from './caller.ts';

/** The keys that tokens are checked by cannot be had. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** Signatures by a private key only: with a shared secret the public key would pass for one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Clocks of issuers differ by so much, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** How long the issuer may take to tell its keys. */
const TIMEOUT_MS = 5_000;

/** How long after a request for keys an unknown one is not asked for again. */
const COOLDOWN_MS = 10_000;

/**
 * Reads the caller from a JSON Web Token, undefined if it is not valid here. Scopes are those of the claim `scope`, as
 * text, or `scp`, as a list; portals those of `portals`, as a list or `*`.
 *
 * @throws KeysUnavailableError
 */
export type ReadToken = (token: string) => Promise<Caller | undefined>;

/** @param now milliseconds since the epoch */
export function createTokenReader(
  { jwksUrl, issuer, audience }: JwtSettings,
  fetch: FetchImplementation,
  now: () => number,
): ReadToken {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    [customFetch]: fetch,
  });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
      });
      const { sub, scope, scp } = payload;
      const names: unknown[] = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scp) ? scp : [];
      return {
        name: `token of ${sub ?? 'nobody'}`,
        scopes: knownScopes(names),
        portals: portalNames(readPortals(payload['portals'])),
      };
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw new KeysUnavailableError('The keys of the issuer cannot be had.', { cause: error });
    }
  };
}

/** A claim in another form names no portal. */
function readPortals(claim: unknown): readonly string[] | '*' | undefined {
  if (claim === undefined || claim === '*') return claim;
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/** Whether the token is at fault, as opposed to the issuer that should tell its keys. */
function isRefusal(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // What the library throws without a code of its own is an answer of the issuer that is no set of keys.
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}
