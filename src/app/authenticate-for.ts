import { createApiKeys } from '../callers/api-keys.ts';
import { createAuthenticate, type Authenticate } from '../callers/authenticate.ts';
import type { Config } from '../config/config.ts';

/** How callers authenticate; undefined where they do not have to. */
export async function authenticateFor(
  { callers }: Config,
  wallClock: () => number,
  now: () => number,
): Promise<Authenticate | undefined> {
  if (!callers) return undefined;
  const { apiKeys, jwt } = callers;
  const keys = createApiKeys(apiKeys);
  if (!jwt) return createAuthenticate(keys, undefined);
  // Loaded only with an issuer.
  const { createTokenReader } = await import('../callers/json-web-tokens.ts');
  return createAuthenticate(keys, createTokenReader(jwt, fetch, wallClock, now));
}
