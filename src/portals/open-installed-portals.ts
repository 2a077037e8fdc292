import type { ApplicationSource } from '../config/config.ts';
import { openInstallations } from '../state/open-installations.ts';
import type { SharedRedis } from '../state/redis/open-redis.ts';
import { connectOAuthServers } from './connect-oauth-servers.ts';
import { installedPortals, type InstalledPortalsOptions } from './installed-portals.ts';
import type { Portals } from './portals.ts';

/**
 * Opens the stored installations of an application, and connects to their portals.
 *
 * @throws StoreError if tokens cannot be stored
 */
export async function openInstalledPortals(
  source: ApplicationSource,
  options: Omit<InstalledPortalsOptions, 'store' | 'oauth'> &
    Parameters<typeof connectOAuthServers>[1] & { readonly shared: SharedRedis | undefined },
): Promise<Portals> {
  return installedPortals({
    ...options,
    store: await openInstallations(source, options.shared),
    oauth: connectOAuthServers(source, options),
  });
}
