import type { Clock } from '../bitrix24/clock.ts';
import type { Access, Connection } from '../bitrix24/connection.ts';
import type { Observe } from '../bitrix24/events.ts';
import type { Caller } from '../callers/caller.ts';
import {
  createApplicationCredential,
  type ApplicationCredential,
} from '../credentials/application/application-credential.ts';
import { createInstallationEvents } from '../credentials/application/installation-events.ts';
import type { OAuthServers } from '../credentials/application/oauth-servers.ts';
import { createSharedBudget } from '../credentials/application/shared-budget.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import type { Installation, InstallationStore } from '../state/installations.ts';
import { observeExchanges } from './observe-exchanges.ts';
import { createIdleSweep } from './idle-sweep.ts';
import { matches, type PortalRequest, type Portals } from './portals.ts';

export interface InstalledPortalsOptions {
  readonly store: InstallationStore;
  readonly oauth: OAuthServers & { readonly close: () => void };
  /** Creates the connection to one portal, named by its `member_id`. */
  readonly connect: (memberId: string) => Connection;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  readonly clock: Clock;
  /** Called with each exchange of a refresh token. */
  readonly observe?: Observe | undefined;
  /** Called once when a portal has to install the application again. */
  readonly onReinstallNeeded: (portalKey: string) => void;
}

/**
 * Renewals of tokens that all portals together may cause: the vendor's server blocks clients that call too often. Each
 * portal renews about once an hour, and after a restart all that are in use may have to.
 */
const RENEWALS = { total: 100, windowMs: 10_000 } as const;

/** A portal that is in use, or was lately. */
interface OpenPortal {
  readonly connection: Connection;
  readonly access: Access;
  readonly credential: ApplicationCredential;
  usedAt: number;
}

/**
 * The portals that have the gateway's application installed. Each is named by its `member_id`. What is idle is
 * forgotten, except for its tokens in the store.
 */
export function installedPortals(options: InstalledPortalsOptions): Portals {
  const { store, oauth, connect, wallClock, clock, observe = () => undefined } = options;
  const open = new Map<string, OpenPortal>();
  const renewals = createSharedBudget({ ...RENEWALS, now: () => clock.now() });
  const sweep = createIdleSweep(clock, (before) => {
    for (const [memberId, { usedAt, connection, credential }] of open) {
      // Tokens that could not be stored are nowhere else.
      if (usedAt >= before || credential.hasUnstoredTokens) continue;
      open.delete(memberId);
      connection.close();
    }
    return open.size > 0;
  });

  function accessTo(installation: Installation): Access {
    const { memberId } = installation;
    sweep.inUse();
    const known = open.get(memberId);
    if (known) {
      known.usedAt = clock.now();
      return known.access;
    }
    const connection = connect(memberId);
    const portalKey = portalKeyOf(memberId);
    const credential = createApplicationCredential({
      installation,
      store,
      oauth: observeExchanges(oauth, observe, portalKey),
      renewals,
      wallClock,
      now: () => clock.now(),
      onReinstallNeeded: () => {
        options.onReinstallNeeded(portalKey);
      },
    });
    const access = connection.attach(credential);
    open.set(memberId, { connection, access, credential, usedAt: clock.now() });
    return access;
  }

  /** The portal that is named exactly, or the only one of the caller: found at once, however many there are. */
  async function findNamed(request: PortalRequest): Promise<Installation | undefined> {
    const { portal, caller } = request;
    const name = portal ?? (listsSeveral(request) ? undefined : nameIn(caller.portals));
    if (name === undefined || !caller.portals) return undefined;
    const installation = await store.find(name);
    return installation && matches(installation.memberId, request) ? installation : undefined;
  }

  return {
    async find(request) {
      if (request.token !== undefined) return 'token-not-accepted';
      const named = await findNamed(request);
      if (named) return accessTo(named);
      const installations = await store.all();
      if (installations.length === 0) return 'nothing-installed';
      if (!request.caller.portals) return 'unknown-portal';
      const candidates = installations.filter(({ memberId }) => matches(memberId, request));
      const [installation] = candidates;
      // A caller with access to several portals has to name one, even while only one of them is installed.
      if (request.portal === undefined && (candidates.length > 1 || listsSeveral(request)))
        return 'portal-required';
      return installation ? accessTo(installation) : 'unknown-portal';
    },
    acceptedToken: () => undefined,
    async degraded() {
      const installations = await store.all();
      if (installations.length === 0) return [{ state: 'NOTHING_INSTALLED' }];
      return installations
        .filter(({ reinstallNeeded }) => reinstallNeeded)
        .map(({ memberId }) => ({ portalKey: portalKeyOf(memberId), state: 'REINSTALL_NEEDED' }));
    },
    inUse: () => ({
      connections: [...open.values()].map(({ connection }) => connection),
      accesses: [...open.values()].map(({ access }) => access),
    }),
    handleEvent: createInstallationEvents({ store, oauth: observeExchanges(oauth, observe) }),
    async idle() {
      await Promise.all([...open.values()].map(({ connection }) => connection.idle()));
    },
    async close() {
      sweep.stop();
      await store.idle();
      for (const { connection } of open.values()) connection.close();
      oauth.close();
    },
  };
}

function nameIn(portals: Caller['portals']): string | undefined {
  if (portals === undefined || portals === 'all') return undefined;
  const [name] = portals;
  return name;
}

function listsSeveral({ caller: { portals } }: PortalRequest): boolean {
  return portals instanceof Set && portals.size > 1;
}
