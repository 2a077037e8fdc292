import { phpInt } from '../php/scalar.ts';
import { isPhpArray } from '../php/value.ts';
import type { WireObject } from '../php/json.ts';
import { RestError } from '../rest/error.ts';
import type { Params } from '../rest/params.ts';
import { systemErrors } from '../rest/system-errors.ts';
import type { Caller } from '../store/callers.ts';
import type { TelephonyUser } from '../store/users.ts';
import { DONE, readResult } from './method.ts';
import type { Method, MethodContext } from './method.ts';

/**
 * `voximplant.user.get`: one user or several. The first call with an access token asks an administrator for
 * confirmation, so a webhook, which has none, is refused.
 */
export const userGet: Method = {
  name: 'voximplant.user.get',
  scope: 'telephony',
  seconds: 0.24,
  begin: ({ caller, params }, context) => {
    const wanted = params.get('USER_ID');
    if (wanted === undefined) throw missingUserId();
    if (!caller.canManageUsers)
      throw systemErrors.accessDenied('You have no permission to query selected users');
    requireConfirmation(caller, 'voximplant.user.get', context);
    const ids = isPhpArray(wanted) ? Array.from(wanted.values(), phpInt) : [phpInt(wanted)];
    const found = context.users.all().filter(({ id }) => ids.includes(id));
    return readResult({ result: found.map(userToWire) });
  },
};

export const userActivatePhone: Method = {
  name: 'voximplant.user.activatephone',
  scope: 'telephony',
  seconds: 1.2,
  begin: ({ caller, params }, { users }) => {
    const id = modifiableUserId(params, caller);
    return () => {
      if (users.get(id) !== undefined) users.put({ id, phoneEnabled: true });
      return DONE;
    };
  },
};

/** `voximplant.user.deactivatePhone`: in the published source it sets the flag just as `activatePhone` does. */
export const userDeactivatePhone: Method = {
  name: 'voximplant.user.deactivatephone',
  scope: 'telephony',
  seconds: 1.2,
  begin: ({ caller, params }, { users, settings }) => {
    const id = modifiableUserId(params, caller);
    return () => {
      if (users.get(id) !== undefined) users.put({ id, phoneEnabled: !settings.deactivatePhoneWorks });
      return DONE;
    };
  },
};

function modifiableUserId(params: Params, caller: Caller): number {
  const id = phpInt(params.get('USER_ID'));
  if (id === 0) throw missingUserId();
  if (!caller.canManageUsers) throw new RestError(400, '', "You are not allowed to modify user's settings");
  return id;
}

function missingUserId(): RestError {
  return new RestError(400, '', 'Parameter USER_ID is not set');
}

function requireConfirmation(caller: Caller, method: string, { users, settings }: MethodContext): void {
  if (caller.kind === 'webhook' && settings.usersByWebhook) return;
  if (caller.kind === 'webhook') throw systemErrors.accessDenied('Application context required');
  const answer = users.confirmation(caller.accessToken, method);
  if (answer === 'allowed') return;
  if (answer === 'denied') throw systemErrors.confirmDenied();
  users.confirm(caller.accessToken, method, 'waiting');
  throw systemErrors.confirmWaiting();
}

function userToWire(user: TelephonyUser): WireObject {
  return {
    ID: String(user.id),
    DEFAULT_LINE: user.defaultLine,
    PHONE_ENABLED: user.phoneEnabled === null ? null : user.phoneEnabled ? 'Y' : 'N',
    SIP_SERVER: 'ip.b24-6058-1587535982.bitrixphone.com',
    SIP_LOGIN: `phone${user.id}`,
    SIP_PASSWORD: user.sipPassword,
    INNER_NUMBER: user.innerNumber,
  };
}
