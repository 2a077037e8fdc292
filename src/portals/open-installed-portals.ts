import type { Observe } from '../bitrix24/events.ts';
import type { ApplicationSource } from '../config/config.ts';
import { GrantError, type OAuthServers } from '../credentials/application/oauth-servers.ts';
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
  options: Omit<InstalledPortalsOptions, 'store' | 'oauth'> &
    Parameters<typeof connectOAuthServers>[1] & { readonly observe?: Observe | undefined },
): Promise<Portals> {
  const oauth = connectOAuthServers(source, options);
  return installedPortals({
    ...options,
    store: await openInstallationFile(source.tokenFile, source.tokenKey),
    oauth: { ...oauth, refresh: observed(oauth.refresh, options.observe) },
  });
}

/** Reports each exchange of a token to the observer. */
function observed(refresh: OAuthServers['refresh'], observe: Observe = () => undefined): typeof refresh {
  return async (...request) => {
    try {
      const grant = await refresh(...request);
      observe({ kind: 'exchanged', outcome: 'granted' });
      return grant;
    } catch (error) {
      const isRefused = error instanceof GrantError && error.code !== undefined;
      observe({ kind: 'exchanged', outcome: isRefused ? 'refused' : 'unavailable' });
      throw error;
    }
  };
}
