import { createHash } from 'node:crypto';
import { isAllowedPortal } from '../config/allowed-portals.ts';
import { Secret } from '../config/secret.ts';
import type { Clock } from '../bitrix24/clock.ts';
import type { Access, Connection } from '../bitrix24/connection.ts';
import type { Standing } from '../credentials/credential.ts';
import { createPassedToken } from '../credentials/passed-token.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import { isToken } from '../credentials/token.ts';
import { createIdleSweep } from './idle-sweep.ts';
import { createRefusedTokens, type RefusedTokens } from '../state/refused-tokens.ts';
import { matches, type PortalRefusal, type PortalRequest, type Portals } from './portals.ts';
import { createProvenCache } from './proven-cache.ts';

/** Cache sizes, for portals and for tokens each: proven entries have seen a token accepted, unproven ones have not. */
const PORTALS = { maxProven: 1_000, maxUnproven: 1_000 } as const;
const MAX_DISPLACED = 1_000;
const TOKENS = { maxProven: 10_000, maxUnproven: 1_000 } as const;

export interface PassedThroughPortalsOptions {
  /** Hosts that may be called; see `isAllowedPortal`. */
  readonly patterns: readonly string[];
  /** Creates the connection to one portal, named by its host. */
  readonly connect: (host: string) => Connection;
  readonly clock: Clock;
  /** Tokens that were refused; by default, remembered by this process. */
  readonly refused?: RefusedTokens | undefined;
}

/** A portal, with access to it for each token that was used on this connection. */
interface Portal {
  readonly connection: Connection;
  /** Held by the portal, so that no token keeps the connection to a portal that was evicted or forgotten. */
  readonly accesses: WeakMap<TokenUse, Access>;
}

/** A token on its portal. */
interface TokenUse {
  readonly host: string;
  readonly hash: string;
  readonly token: Secret;
}

/**
 * The portals that callers name by their hosts, each caller with a token of its own. Portals share nothing. Callers of
 * one portal share its limits, but neither lines nor reads.
 *
 * Anybody can make up tokens and hosts. Only entries that a portal has accepted are safe from eviction by made-up ones,
 * and only an accepted token counts as a separate caller. What is idle is forgotten.
 */
export function passedThroughPortals(options: PassedThroughPortalsOptions): Portals {
  const { patterns, connect, clock } = options;
  const now = () => clock.now();
  const { refused = createRefusedTokens(now) } = options;
  /**
   * Evicted portals by host while a write on them is in flight or in doubt. A new connection would know nothing of it,
   * so they are used again if they are needed. Bounded, like what the portals themselves accept in this time.
   */
  const displaced = new Map<string, Portal>();
  const open = createProvenCache<Portal>({
    ...PORTALS,
    now,
    onRemoved: (portal, host) => {
      displaced.set(host, portal);
      const [oldest] = displaced.keys();
      if (displaced.size > MAX_DISPLACED && oldest !== undefined) displaced.delete(oldest);
      void portal.connection.settled().then(() => {
        if (displaced.get(host) === portal) displaced.delete(host);
      });
    },
  });
  const tokens = createProvenCache<Access>({ ...TOKENS, now });
  const sweep = createIdleSweep(clock, (before) => {
    open.removeIdle(before);
    tokens.removeIdle(before);
    return open.size + tokens.size + refused.count() > 0;
  });

  /** The only connection to a portal, also for tokens that were seen on an earlier one. */
  function portalAt(host: string): Portal {
    const portal = open.getOrCreate(
      host,
      () => displaced.get(host) ?? { connection: connect(host), accesses: new WeakMap() },
    );
    displaced.delete(host);
    return portal;
  }

  /** Access through one connection. What the portal says of the token holds for all of them. */
  function attach(use: TokenUse, portal: Portal, access: Access): Access {
    const { host, hash, token } = use;
    const known = portal.accesses.get(use);
    if (known) return known;
    const standing: Standing = {
      get isAccepted() {
        return tokens.isProven(hash);
      },
      accepted() {
        open.prove(host, portal);
        tokens.prove(hash, access);
        refused.remove(host, hash);
        sweep.inUse();
      },
      refused() {
        tokens.remove(hash);
        refused.add(host, hash);
        sweep.inUse();
      },
    };
    const attached = portal.connection.attach(createPassedToken(host, token, standing));
    portal.accesses.set(use, attached);
    return attached;
  }

  function accessTo(use: TokenUse): Access {
    const { host } = use;
    const access: Access = {
      portalKey: portalKeyOf(host),
      ofCaller: true,
      open: (caller, hooks) => attach(use, portalAt(host), access).open(caller, hooks),
      operatingSeconds: () => open.peek(host)?.accesses.get(use)?.operatingSeconds() ?? new Map(),
    };
    return access;
  }

  async function find(request: PortalRequest): Promise<Access | PortalRefusal> {
    const { portal, token } = request;
    if (!portal || !token || !isToken(token)) return 'token-required';
    const host = portal.toLowerCase();
    if (!isAllowedPortal(patterns, host)) return 'host-not-allowed';
    if (!matches(host, request)) return 'unknown-portal';
    const hash = hashOf(host, token);
    if (!tokens.isProven(hash) && (await refused.has(host, hash))) return 'token-refused';
    sweep.inUse();
    return tokens.getOrCreate(hash, () => accessTo({ host, hash, token: new Secret(token) }));
  }

  const connections = () => [...open.values(), ...displaced.values()].map(({ connection }) => connection);

  return {
    find,
    acceptedToken({ portal, token }) {
      if (!portal || !token) return undefined;
      const hash = hashOf(portal.toLowerCase(), token);
      return tokens.isProven(hash) ? hash : undefined;
    },
    degraded: () => Promise.resolve([]),
    inUse: () => ({
      connections: connections(),
      accesses: tokens.values(),
    }),
    handleEvent: undefined,
    async idle() {
      await Promise.all(connections().map((connection) => connection.idle()));
    },
    close() {
      sweep.stop();
      for (const connection of connections()) connection.close();
      return Promise.resolve();
    },
  };
}

/** The cache key of a token on a portal. The same token on another portal has another key. */
function hashOf(host: string, token: string): string {
  return createHash('sha256').update(`${host} ${token}`).digest('base64');
}
