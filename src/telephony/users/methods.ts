import { defineMethod } from '../define-method.ts';
import { rowsOf } from '../list-method.ts';
import { confirmation } from '../wire.ts';
import { userRow } from './telephony-user.ts';

/** Source: Bitrix24 REST documentation, `voximplant.user.get`. */
export const userGet = defineMethod({
  name: 'voximplant.user.get',
  kind: 'read',
  typicalSeconds: 0.25,
  params: (userIds: readonly string[]) => ({ USER_ID: userIds }),
  result: rowsOf(userRow, 'ID'),
});

/** Source: Bitrix24 REST documentation, `voximplant.user.activatePhone`. */
export const userActivatePhone = defineMethod({
  name: 'voximplant.user.activatePhone',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 1.2,
  params: (userId: string) => ({ USER_ID: userId }),
  result: confirmation,
  touches: (userId) => [userKey(userId)],
});

/** Source: Bitrix24 REST documentation, `voximplant.user.deactivatePhone`. */
export const userDeactivatePhone = defineMethod({
  name: 'voximplant.user.deactivatePhone',
  kind: 'write',
  settlement: 'idempotent',
  typicalSeconds: 1.2,
  params: (userId: string) => ({ USER_ID: userId }),
  result: confirmation,
  touches: (userId) => [userKey(userId)],
});

function userKey(userId: string): string {
  return `user ${userId}`;
}
