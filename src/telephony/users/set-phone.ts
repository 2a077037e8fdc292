import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { ApplicationRequiredError, NotAppliedError, NotFoundError, UnverifiedError } from '../errors.ts';
import { isId } from '../wire.ts';
import { findUsers } from './find.ts';
import { userActivatePhone, userDeactivatePhone } from './methods.ts';
import type { TelephonyUser } from './telephony-user.ts';

/** Switches a user's SIP phone on or off: see `Users.setPhone`. */
export async function setPhone(
  client: Bitrix24Client,
  userId: string,
  enabled: boolean,
): Promise<TelephonyUser> {
  const switchPhone = enabled ? userActivatePhone : userDeactivatePhone;
  const { method } = switchPhone;
  if (!client.ofApplication) throw new ApplicationRequiredError(method);
  if (!isId(userId)) throw new NotFoundError('userId');
  // Whoever may not read the user, such as an application that is not confirmed yet, could not tell what came of it.
  await find();
  await client.call(switchPhone(userId));
  // On some portals "off" switches the phone on, and every portal confirms changes that it did not make.
  const user = await find().catch((error: unknown) => {
    throw error instanceof Bitrix24Error ? new UnverifiedError(method, error) : error;
  });
  if (user.phoneEnabled !== enabled) throw new NotAppliedError(method);
  return user;

  async function find(): Promise<TelephonyUser> {
    const { users, unreadable } = await findUsers(client, [userId]);
    const found = users.get(userId);
    if (!found) throw unreadable ?? new NotFoundError('userId');
    return found;
  }
}
