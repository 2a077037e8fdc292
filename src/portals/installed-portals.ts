import type { Access, Connection } from '../bitrix24/connection.ts';
import type { Observe } from '../bitrix24/events.ts';
import { createApplicationCredential } from '../credentials/application/application-credential.ts';
import { createInstallationEvents } from '../credentials/application/installation-events.ts';
import type { OAuthServers } from '../credentials/application/oauth-servers.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import type { Installation, InstallationStore } from '../state/installations.ts';
import { observeExchanges } from './observe-exchanges.ts';
import { matches, type PortalRequest, type Portals } from './portals.ts';

export interface InstalledPortalsOptions {
  readonly store: InstallationStore;
  readonly oauth: OAuthServers & { readonly close: () => void };
  /** Creates the connection to one portal. */
  readonly connect: () => Connection;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** Called with each exchange of a refresh token. */
  readonly observe?: Observe | undefined;
  /** Called once when a portal has to install the application again. */
  readonly onReinstallNeeded: (portalKey: string) => void;
}

/** The portals that have the gateway's application installed. Each is named by its `member_id`. */
export function installedPortals(options: InstalledPortalsOptions): Portals {
  const { store, oauth, connect, wallClock, now, observe = () => undefined } = options;
  const open = new Map<string, { readonly connection: Connection; readonly access: Access }>();

  function accessTo(installation: Installation): Access {
    const { memberId } = installation;
    const known = open.get(memberId);
    if (known) return known.access;
    const connection = connect();
    const portalKey = portalKeyOf(memberId);
    const credential = createApplicationCredential({
      installation,
      store,
      oauth: observeExchanges(oauth, observe, portalKey),
      wallClock,
      now,
      onReinstallNeeded: () => {
        options.onReinstallNeeded(portalKey);
      },
    });
    const access = connection.attach(credential);
    open.set(memberId, { connection, access });
    return access;
  }

  return {
    async find(request) {
      if (request.token !== undefined) return 'token-not-accepted';
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
      await store.idle();
      for (const { connection } of open.values()) connection.close();
      oauth.close();
    },
  };
}

function listsSeveral({ caller: { portals } }: PortalRequest): boolean {
  return portals instanceof Set && portals.size > 1;
}
