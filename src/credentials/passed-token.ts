import { createHash } from 'node:crypto';
import { isLoopback } from '../config/loopback.ts';
import { Secret } from '../config/secret.ts';
import type { Credential, Standing } from './credential.ts';
import { portalKeyOf } from './portal-key.ts';

/**
 * The credential of a caller who holds an access token for a portal. The token is sent in the body, never in the
 * address, which ends up in access logs. Source: Bitrix24 REST documentation, "OAuth 2.0".
 *
 * @param host host and port of the portal, already checked against the allowed patterns
 * @param standing records whether the portal accepts it
 */
export function createPassedToken(host: string, token: Secret, standing: Standing): Credential {
  const scheme = isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
  return {
    portalHost: host,
    portalKey: portalKeyOf(host),
    chargedAs: createHash('sha256').update(token.reveal()).digest('base64'),
    ofCaller: true,
    ofApplication: true,
    standing,
    authorize: (method, params) => ({
      url: new Secret(`${scheme}://${host}/rest/${method}`),
      params: { ...params, auth: token.reveal() },
    }),
    secrets: [token],
  };
}
