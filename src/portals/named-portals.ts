import { createHash } from 'node:crypto';
import { isAllowedPortal } from '../config/portal-patterns.ts';
import { Secret } from '../config/secret.ts';
import type { Access, Connection } from '../bitrix24/connection.ts';
import { createPassedToken } from '../credentials/passed-token.ts';
import { isMeant, type NoPortal, type PortalRequest, type Portals } from './portals.ts';

/** Portals and tokens remembered; the least recently used go first. */
const MAX_PORTALS = 1_000;
const MAX_TOKENS = 10_000;

/**
 * The portals that callers name by their hosts, each with a token of its own. Portals share nothing; callers of one portal share its
 * limits, and neither lines nor reads.
 *
 * @param connect makes the connection to one portal
 */
export function namedPortals(patterns: readonly string[], connect: () => Connection): Portals {
  const connections = new Map<string, Connection>();
  const accesses = new Map<string, Access>();

  // One that is dropped may still be in use: it ends with the last request that has it.
  const connectionTo = (host: string) => recall(connections, host, MAX_PORTALS, connect, () => undefined);

  function find(request: PortalRequest): Access | NoPortal {
    const { portal, token } = request;
    if (!portal || !token || !/^[\w.-]{8,500}$/.test(token)) return 'no-token';
    const name = portal.toLowerCase();
    if (!isAllowedPortal(patterns, name)) return 'not-called';
    if (!isMeant(name, request)) return 'not-yours';
    const key = createHash('sha256').update(`${name} ${token}`).digest('base64');
    return recall(
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
    troubled: () => Promise.resolve([]),
    handleEvent: undefined,
    close() {
      for (const connection of connections.values()) connection.close();
      return Promise.resolve();
    },
  };
}

/** What is kept under a key, made if it is not there. Of more than `max`, the least recently used is dropped. */
function recall<T>(
  kept: Map<string, T>,
  key: string,
  max: number,
  make: () => T,
  drop: (dropped: T) => void,
): T {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept;
  if (kept.size > max && oldest) {
    kept.delete(oldest[0]);
    drop(oldest[1]);
  }
  return value;
}
