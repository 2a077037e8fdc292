import { phpBool } from '../php/scalar.ts';
import { isoDate } from '../rest/dates.ts';
import type { MethodCall, MethodContext, Method } from './method.ts';
import { readResult } from './method.ts';

/** `scope`: the scopes that the caller was granted. */
export const scope: Method = {
  name: 'scope',
  scope: '',
  seconds: 0.1,
  begin: ({ caller }) => readResult({ result: caller.scopes }),
};

/**
 * `methods`: the names of the methods that the caller may call; with `scope` those of one scope, granted or not, where
 * an empty one stands for what needs none; with `full` all.
 */
export const methodList: Method = {
  name: 'methods',
  scope: '',
  seconds: 0.1,
  begin: (call, context) => {
    const wanted = call.params.text('SCOPE');
    const methods =
      wanted === undefined && !phpBool(call.params.get('FULL'))
        ? available(call, context)
        : context.catalogue().filter((method) => wanted === undefined || method.scope === wanted);
    const names = methods.map(({ name }) => name);
    return readResult({ result: wanted === undefined || wanted === '' ? ['batch', ...names] : names });
  },
};

/** `method.get`: whether a method exists and may be called. */
export const methodGet: Method = {
  name: 'method.get',
  scope: '',
  seconds: 0.1,
  begin: (call, context) => {
    const name = (call.params.text('NAME') ?? '').toLowerCase();
    const isNamed = (method: Method): boolean => method.name === name;
    return readResult({
      result: {
        isExisting: context.catalogue().some(isNamed),
        isAvailable: available(call, context).some(isNamed),
      },
    });
  },
};

/** `server.time`: the portal's clock. */
export const serverTime: Method = {
  name: 'server.time',
  scope: '',
  seconds: 0.1,
  begin: (_call, { now, settings }) => readResult({ result: isoDate(now(), settings.utcOffsetMinutes) }),
};

/** `profile`: the user behind the webhook or token. */
export const profile: Method = {
  name: 'profile',
  scope: '',
  seconds: 0.1,
  begin: ({ caller }, { settings }) =>
    readResult({
      result: {
        ID: String(caller.userId),
        ADMIN: caller.canManageLines && caller.canManageUsers,
        NAME: 'Emulated',
        LAST_NAME: 'User',
        PERSONAL_GENDER: '',
        TIME_ZONE: '',
        TIME_ZONE_OFFSET: settings.utcOffsetMinutes * 60,
      },
    }),
};

function available({ caller }: MethodCall, { catalogue }: MethodContext): readonly Method[] {
  return catalogue().filter((method) => method.scope === '' || caller.scopes.includes(method.scope));
}
