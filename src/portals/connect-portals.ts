import type { LookupFunction } from 'node:net';
import type { Config } from '../config/config.ts';
import type { WebhookUrl } from '../config/webhook-url.ts';
import { connect, type ConnectionOptions } from '../bitrix24/connection.ts';
import { publicLookup } from '../credentials/public-lookup.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import { openInstallationFile } from '../state/installation-file.ts';
import { installedPortals } from './installed-portals.ts';
import { namedPortals } from './named-portals.ts';
import { connectOAuthServer } from './connect-oauth-server.ts';
import { onePortal } from './one-portal.ts';
import type { Portals } from './portals.ts';

export interface PortalsOptions extends Omit<ConnectionOptions, 'onRenamed'> {
  readonly config: Config;
  /** The webhook to call the portal by: the configured one, or the embedded emulator's. */
  readonly webhook: WebhookUrl | undefined;
  /** Told when a portal has moved from the address in the settings. */
  readonly onRenamed: () => void;
  /** Told once when a portal has to install the application again. */
  readonly onReinstallNeeded: (portalKey: string) => void;
  readonly lookup?: LookupFunction | undefined;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
}

/**
 * The portals that the settings mean.
 *
 * @throws StoreError if tokens cannot be kept
 */
export async function connectPortals(options: PortalsOptions): Promise<Portals> {
  const { config, webhook, onRenamed, onReinstallNeeded, lookup, wallClock, ...connection } = options;
  if (webhook) {
    return onePortal(connect({ ...connection, config, lookup, onRenamed }), createWebhookCredential(webhook));
  }
  switch (config.portal.kind) {
    case 'passed-through':
      return namedPortals(config.portal.patterns, () =>
        connect({ ...connection, config, lookup: publicLookup(lookup) }),
      );
    case 'application':
      return installedPortals({
        store: await openInstallationFile(config.portal.tokenFile, config.portal.tokenKey),
        oauth: connectOAuthServer(config.portal, options),
        // A renamed portal tells its new address with the next token.
        connect: () => connect({ ...connection, config, lookup, onRenamed: () => undefined }),
        now: wallClock,
        onReinstallNeeded,
      });
    case 'webhook':
    case 'embedded-emulator':
      throw new Error('no webhook was given');
  }
}
