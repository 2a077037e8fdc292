import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { findUsers, type FoundUsers } from './find.ts';
import { setPhone } from './set-phone.ts';
import type { TelephonyUser } from './telephony-user.ts';

/** The telephony settings of a portal's users. Every function may also throw a Bitrix24Error. */
export interface Users {
  /** Users by id: `voximplant.user.get`, one call per 50 ids. Portals allow it to applications only. */
  find(userIds: readonly string[]): Promise<FoundUsers>;
  /**
   * Switches a user's SIP phone on or off, between two reads: `voximplant.user.activatePhone`, `.deactivatePhone`.
   *
   * @throws ApplicationRequiredError if the client calls by a webhook
   * @throws NotFoundError
   * @throws NotAppliedError if the phone is still as it was
   * @throws UnverifiedError if reading back failed
   */
  setPhone(userId: string, enabled: boolean): Promise<TelephonyUser>;
}

export function createUsers(client: Bitrix24Client): Users {
  return {
    find: (userIds) => findUsers(client, userIds),
    setPhone: (userId, enabled) => setPhone(client, userId, enabled),
  };
}
