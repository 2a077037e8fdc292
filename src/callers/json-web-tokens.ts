import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type FetchImplementation } from 'jose';
import type { JwtSettings } from '../config/config.ts';
import { knownScopes, portalNames, type Caller } from './caller.ts';

/** The keys to verify tokens with cannot be fetched. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** Only signatures by a private key: if HMAC were allowed, the public key would pass for a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** How far the issuer's clock may differ from ours, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** How long fetching the issuer's keys may take. */
const TIMEOUT_MS = 5_000;

/** For how long after fetching the keys an unknown key does not make the gateway fetch them again. */
const COOLDOWN_MS = 10_000;

/**
 * Reads the caller from a JSON Web Token; undefined if the token is not valid here. The scopes come from the claim
 * `scope`, a text, or `scp`, a list; the portals from the claim `portals`, a list or `*`.
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
        identity: `subject ${hashOf(issuer, sub ?? '')}`,
        scopes: knownScopes(names),
        portals: portalNames(readPortals(payload['portals'])),
      };
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw new KeysUnavailableError('The keys of the issuer cannot be fetched.', { cause: error });
    }
  };
}

/** A subject may be long, and is kept for as long as its requests are counted. */
function hashOf(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');
}

/** A claim of any other form lists no portal. */
function readPortals(claim: unknown): readonly string[] | '*' | undefined {
  if (claim === undefined || claim === '*') return claim;
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/** Whether the token is at fault, as opposed to the issuer that should publish its keys. */
function isRefusal(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // The library throws its generic error if the issuer's response is not a set of keys.
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}
