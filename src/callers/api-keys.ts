import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../config/api-keys.ts';
import { knownScopes, portalNames, type Caller } from './caller.ts';

/** Finds the caller that a key belongs to. */
export type FindCaller = (key: string) => Caller | undefined;

/** Keys are kept as hashes. A key has 256 random bits, so a plain hash is enough: there is nothing to guess. */
export function createApiKeys(keys: readonly ApiKey[]): FindCaller {
  const callers = keys.map(({ name, sha256, scopes, portals }) => ({
    hash: Buffer.from(sha256, 'hex'),
    caller: { name, scopes: knownScopes(scopes), portals: portalNames(portals) },
  }));
  return (key) => {
    const hash = createHash('sha256').update(key).digest();
    // All of them, so that the time tells nothing about which.
    const matches = callers.map((each) => timingSafeEqual(each.hash, hash));
    return callers[matches.indexOf(true)]?.caller;
  };
}
