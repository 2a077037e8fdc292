import type { Observe } from '../bitrix24/events.ts';
import { GrantError, type OAuthServers } from '../credentials/application/oauth-servers.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';

/**
 * Reports each exchange of a refresh token to the observer.
 *
 * @param portalKey of the portal that the tokens belong to; undefined if only their exchange shows it
 */
export function observeExchanges(oauth: OAuthServers, observe: Observe, portalKey?: string): OAuthServers {
  return {
    addressOf: (endpoint) => oauth.addressOf(endpoint),
    refresh: async (...request) => {
      try {
        const grant = await oauth.refresh(...request);
        observe({
          kind: 'exchanged',
          outcome: 'granted',
          portalKey: portalKey ?? portalKeyOf(grant.memberId),
        });
        return grant;
      } catch (error) {
        const isRefused = error instanceof GrantError && error.code !== undefined;
        observe({ kind: 'exchanged', outcome: isRefused ? 'refused' : 'unavailable', portalKey });
        throw error;
      }
    },
  };
}
