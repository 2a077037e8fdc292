import { createHash } from 'node:crypto';
import { isAllowedPortal } from '../config/allowed-portals.ts';
import { Secret } from '../config/secret.ts';
import type { Access, Connection } from '../bitrix24/connection.ts';
import { createPassedToken } from '../credentials/passed-token.ts';
import { isToken } from '../credentials/token.ts';
import { matches, type PortalRefusal, type PortalRequest, type Portals } from './portals.ts';

/** How many portals and tokens are kept; the least recently used are dropped first. */
const MAX_PORTALS = 1_000;
const MAX_TOKENS = 10_000;

/**
 * The portals that callers name by their hosts, each caller with a token of its own. Portals share nothing. Callers of
 * one portal share its limits, but neither lines nor reads.
 *
 * @param connect makes the connection to one portal
 */
export function passedThroughPortals(patterns: readonly string[], connect: () => Connection): Portals {
  const connections = new Map<string, Connection>();
  const accesses = new Map<string, Access>();

  // A dropped connection may still be in use: it ends with the last request that holds it.
  const connectionTo = (host: string) =>
    getOrCreate(connections, host, MAX_PORTALS, connect, () => undefined);

  function find(request: PortalRequest): Access | PortalRefusal {
    const { portal, token } = request;
    if (!portal || !token || !isToken(token)) return 'token-required';
    const name = portal.toLowerCase();
    if (!isAllowedPortal(patterns, name)) return 'host-not-allowed';
    if (!matches(name, request)) return 'unknown-portal';
    const key = createHash('sha256').update(`${name} ${token}`).digest('base64');
    return getOrCreate(
      accesses,
      key,
      MAX_TOKENS,
      () => connectionTo(name).attach(createPassedToken(name, new Secret(token))),
      (access) => {
        access.detach();
      },
    );
  }

  return {
    find: (request) => Promise.resolve(find(request)),
    degraded: () => Promise.resolve([]),
    handleEvent: undefined,
    close() {
      for (const connection of connections.values()) connection.close();
      return Promise.resolve();
    },
  };
}

/** The value cached under a key, made if there is none. Beyond `max` values, the least recently used is dropped. */
function getOrCreate<T>(
  cache: Map<string, T>,
  key: string,
  max: number,
  make: () => T,
  drop: (dropped: T) => void,
): T {
  const value = cache.get(key) ?? make();
  cache.delete(key);
  cache.set(key, value);
  const [oldest] = cache;
  if (cache.size > max && oldest) {
    cache.delete(oldest[0]);
    drop(oldest[1]);
  }
  return value;
}
