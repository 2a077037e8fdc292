import { createHash } from 'node:crypto';
import { isAllowedPortal } from '../config/allowed-portals.ts';
import { Secret } from '../config/secret.ts';
import type { Access, Connection } from '../bitrix24/connection.ts';
import type { Standing } from '../credentials/credential.ts';
import { createPassedToken } from '../credentials/passed-token.ts';
import { isToken } from '../credentials/token.ts';
import { matches, type PortalRefusal, type PortalRequest, type Portals } from './portals.ts';
import { createProvenCache } from './proven-cache.ts';
import { createRefusedTokens } from './refused-tokens.ts';

/** Cache sizes, for portals and for tokens each: proven entries have seen a token accepted, unproven ones have not. */
const PORTALS = { maxProven: 1_000, maxUnproven: 1_000 } as const;
const MAX_DISPLACED = 1_000;
const TOKENS = { maxProven: 10_000, maxUnproven: 1_000 } as const;

export interface PassedThroughPortalsOptions {
  /** Hosts that may be called; see `isAllowedPortal`. */
  readonly patterns: readonly string[];
  /** Creates the connection to one portal. */
  readonly connect: () => Connection;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/**
 * The portals that callers name by their hosts, each caller with a token of its own. Portals share nothing. Callers of
 * one portal share its limits, but neither lines nor reads.
 *
 * Anybody can make up tokens and hosts. Only entries that a portal has accepted are safe from eviction by made-up ones,
 * and only an accepted token counts as a separate caller.
 */
export function passedThroughPortals({ patterns, connect, now }: PassedThroughPortalsOptions): Portals {
  /**
   * Evicted connections by host while a write on them is in flight or in doubt. A new connection would know nothing of
   * it, so they are used again if they are needed. Bounded, like what the portals themselves accept in this time.
   */
  const displaced = new Map<string, Connection>();
  const connections = createProvenCache<Connection>({
    ...PORTALS,
    onRemoved: (connection, host) => {
      displaced.set(host, connection);
      const [oldest] = displaced.keys();
      if (displaced.size > MAX_DISPLACED && oldest !== undefined) displaced.delete(oldest);
      void connection.settled().then(() => {
        if (displaced.get(host) === connection) displaced.delete(host);
      });
    },
  });
  const accesses = createProvenCache<Access>(TOKENS);
  const refused = createRefusedTokens(now);

  /** The only connection to a portal, also for tokens that were seen on an earlier one. */
  function connectionTo(host: string): Connection {
    const connection = connections.getOrCreate(host, () => displaced.get(host) ?? connect());
    displaced.delete(host);
    return connection;
  }

  function accessTo(host: string, token: string, hash: string): Access {
    let attached: { readonly connection: Connection; readonly access: Access } | undefined;
    const standing: Standing = {
      get isAccepted() {
        return accesses.isProven(hash);
      },
      accepted() {
        if (attached) connections.prove(host, attached.connection);
        accesses.prove(hash, access);
        refused.remove(hash);
      },
      refused() {
        accesses.remove(hash);
        refused.add(hash);
      },
    };
    const credential = createPassedToken(host, new Secret(token), standing);
    const access: Access = {
      portalKey: credential.portalKey,
      ofCaller: credential.ofCaller,
      open(caller, hooks) {
        const connection = connectionTo(host);
        if (attached?.connection !== connection)
          attached = { connection, access: connection.attach(credential) };
        return attached.access.open(caller, hooks);
      },
      operatingSeconds: () => attached?.access.operatingSeconds() ?? new Map(),
    };
    return access;
  }

  function find(request: PortalRequest): Access | PortalRefusal {
    const { portal, token } = request;
    if (!portal || !token || !isToken(token)) return 'token-required';
    const host = portal.toLowerCase();
    if (!isAllowedPortal(patterns, host)) return 'host-not-allowed';
    if (!matches(host, request)) return 'unknown-portal';
    const hash = hashOf(host, token);
    if (refused.has(hash)) return 'token-refused';
    return accesses.getOrCreate(hash, () => accessTo(host, token, hash));
  }

  return {
    find: (request) => Promise.resolve(find(request)),
    acceptedToken({ portal, token }) {
      if (!portal || !token) return undefined;
      const hash = hashOf(portal.toLowerCase(), token);
      return accesses.isProven(hash) ? hash : undefined;
    },
    degraded: () => Promise.resolve([]),
    inUse: () => ({
      connections: [...connections.values(), ...displaced.values()],
      accesses: accesses.values(),
    }),
    handleEvent: undefined,
    async idle() {
      await Promise.all(
        [...connections.values(), ...displaced.values()].map((connection) => connection.idle()),
      );
    },
    close() {
      for (const connection of [...connections.values(), ...displaced.values()]) connection.close();
      return Promise.resolve();
    },
  };
}

/** The cache key of a token on a portal. The same token on another portal has another key. */
function hashOf(host: string, token: string): string {
  return createHash('sha256').update(`${host} ${token}`).digest('base64');
}
