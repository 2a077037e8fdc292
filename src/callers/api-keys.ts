import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../config/api-key-setting.ts';
import { knownScopes, portalNames, type Caller } from './caller.ts';

/** Finds the caller that owns a key. */
export type FindCaller = (key: string) => Caller | undefined;

/** Only hashes of keys are kept. A key has 256 random bits, so an unsalted hash is enough: guessing is hopeless. */
export function createApiKeys(keys: readonly ApiKey[]): FindCaller {
  const callers = keys.map(({ name, sha256, scopes, portals }) => ({
    hash: Buffer.from(sha256, 'hex'),
    caller: { name, identity: `key ${name}`, scopes: knownScopes(scopes), portals: portalNames(portals) },
  }));
  return (key) => {
    const wanted = hash('sha256', key, 'buffer');
    // Compares every hash, so that the time does not reveal which one matched.
    const matches = callers.map((each) => timingSafeEqual(each.hash, wanted));
    return callers[matches.indexOf(true)]?.caller;
  };
}
