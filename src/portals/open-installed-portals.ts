import type { ApplicationSource } from '../config/config.ts';
import { openInstallationFile } from '../state/installation-file.ts';
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
  options: Omit<InstalledPortalsOptions, 'store' | 'oauth'> & Parameters<typeof connectOAuthServers>[1],
): Promise<Portals> {
  return installedPortals({
    ...options,
    store: await openInstallationFile(source.tokenFile, source.tokenKey),
    oauth: connectOAuthServers(source, options),
  });
}
