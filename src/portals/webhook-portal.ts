import type { Connection } from '../bitrix24/connection.ts';
import type { Credential } from '../credentials/credential.ts';
import { matches, type Portals } from './portals.ts';
import type { WebhookStanding } from './webhook-standing.ts';

/** The one portal of a webhook, which serves every request. Its name is its host. */
export function webhookPortal(
  connection: Connection,
  credential: Credential,
  standing: Pick<WebhookStanding, 'isRefused'>,
): Portals {
  const access = connection.attach(credential);
  return {
    find(request) {
      if (request.token !== undefined) return Promise.resolve('token-not-accepted');
      return Promise.resolve(matches(credential.portalHost, request) ? access : 'unknown-portal');
    },
    acceptedToken: () => undefined,
    degraded: () =>
      Promise.resolve(
        standing.isRefused() ? [{ portalKey: credential.portalKey, state: 'CREDENTIAL_REFUSED' }] : [],
      ),
    inUse: () => ({ connections: [connection], accesses: [access] }),
    handleEvent: undefined,
    idle: () => connection.idle(),
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}
