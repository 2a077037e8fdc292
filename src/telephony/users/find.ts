import type { Bitrix24Client } from '../../bitrix24/client.ts';
import type { Bitrix24Error } from '../../bitrix24/protocol/errors.ts';
import { PAGE_SIZE } from '../list-method.ts';
import { isId } from '../wire.ts';
import { userGet } from './methods.ts';
import type { TelephonyUser } from './telephony-user.ts';

/** Users by id. Unknown ones are absent. */
export interface FoundUsers {
  readonly users: ReadonlyMap<string, TelephonyUser>;
  /** Set if the portal returned unreadable rows: a user who is absent may be one of them. */
  readonly unreadable: Bitrix24Error | undefined;
}

/** Telephony settings of users: `voximplant.user.get`, one call per 50 ids. */
export async function findUsers(client: Bitrix24Client, userIds: readonly string[]): Promise<FoundUsers> {
  const ids = [...new Set(userIds.filter(isId))];
  // The portal documents no limit for USER_ID: the page size of its lists is safe.
  const chunks = Array.from({ length: Math.ceil(ids.length / PAGE_SIZE) }, (_, index) =>
    ids.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
  );
  const replies = await client.callAll(chunks.map((chunk) => userGet(chunk)));
  const users = new Map<string, TelephonyUser>();
  let unreadable: Bitrix24Error | undefined;
  for (const reply of replies) {
    if (reply instanceof Error) throw reply;
    for (const row of reply.value) {
      if (row instanceof Error) unreadable = row;
      else users.set(row.userId, row);
    }
  }
  return { users, unreadable };
}
