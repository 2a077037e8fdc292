import { z } from 'zod';
import type { Bitrix24Client } from '../../bitrix24/client.ts';
import { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { decodeResult, tryDecode } from '../decode.ts';
import { METHODS } from '../methods.ts';
import { isId } from '../wire.ts';
import { userRow, type TelephonyUser } from './telephony-user.ts';

/** Ids asked for at once. The portal states no limit; this is its page of everything else. */
const CHUNK = 50;

/** Users by id. Unknown ones are absent. */
export interface FoundUsers {
  readonly users: ReadonlyMap<string, TelephonyUser>;
  /** Set if the portal answered rows that cannot be read: a user who is absent may be one of them. */
  readonly unreadable: Bitrix24Error | undefined;
}

/** Telephony settings of users: `voximplant.user.get`, once for each 50 of them. */
export async function findUsers(client: Bitrix24Client, userIds: readonly string[]): Promise<FoundUsers> {
  const ids = [...new Set(userIds.filter(isId))];
  const chunks = Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, index) =>
    ids.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  const replies = await client.callAll(
    chunks.map((chunk) => ({ method: METHODS.userGet, params: { USER_ID: chunk } })),
  );
  const users = new Map<string, TelephonyUser>();
  let unreadable: Bitrix24Error | undefined;
  for (const reply of replies) {
    if (reply instanceof Error) throw reply;
    for (const each of decodeResult(METHODS.userGet, z.array(z.unknown()), reply.result)) {
      const user = tryDecode(METHODS.userGet, userRow, each);
      if (user instanceof Bitrix24Error) unreadable = user;
      else users.set(user.userId, user);
    }
  }
  return { users, unreadable };
}
