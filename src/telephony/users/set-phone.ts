import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { NotAppliedError, NotFoundError, UnverifiedError } from '../errors.ts';
import { isId } from '../wire.ts';
import { findUsers, type FoundUsers } from './find.ts';
import { userActivatePhone, userDeactivatePhone } from './methods.ts';
import type { TelephonyUser } from './telephony-user.ts';

/** Switches a user's SIP phone on or off: see `Users.setPhone`. */
export async function setPhone(
  client: Bitrix24Client,
  userId: string,
  enabled: boolean,
): Promise<TelephonyUser> {
  if (!isId(userId)) throw new NotFoundError('userId');
  const switchPhone = enabled ? userActivatePhone : userDeactivatePhone;
  const { method } = switchPhone;
  await client.call(switchPhone(userId));
  // On some portals "off" switches the phone on, and every portal confirms changes that it did not make.
  const { users, unreadable } = await readBack();
  const user = users.get(userId);
  if (!user && unreadable) throw new UnverifiedError(method, unreadable);
  if (!user) throw new NotFoundError('userId');
  if (user.phoneEnabled !== enabled) throw new NotAppliedError(method);
  return user;

  async function readBack(): Promise<FoundUsers> {
    try {
      return await findUsers(client, [userId]);
    } catch (error) {
      throw error instanceof Bitrix24Error ? new UnverifiedError(method, error) : error;
    }
  }
}
