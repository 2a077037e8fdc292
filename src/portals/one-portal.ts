import type { Connection } from '../bitrix24/connection.ts';
import type { Credential } from '../credentials/credential.ts';
import { isMeant, type Portals } from './portals.ts';

/** One portal, which every request is for. Its name is its host. */
export function onePortal(connection: Connection, credential: Credential): Portals {
  const access = connection.attach(credential);
  return {
    find(request) {
      if (request.token !== undefined) return Promise.resolve('token-not-taken');
      return Promise.resolve(isMeant(credential.portalHost, request) ? access : 'not-yours');
    },
    troubled: () => Promise.resolve([]),
    handleEvent: undefined,
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}
