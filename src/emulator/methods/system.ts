import { isoDate } from '../rest/dates.ts';
import type { MethodCall, MethodContext, Method } from './method.ts';
import { reading } from './method.ts';

/** `scope`: what the caller was granted. */
export const scope: Method = {
  name: 'scope',
  scope: '',
  seconds: 0.1,
  begin: ({ caller }) => reading({ result: caller.scopes }),
};

/** `methods`: names of the methods the caller may call. */
export const methodList: Method = {
  name: 'methods',
  scope: '',
  seconds: 0.1,
  begin: (call, context) =>
    reading({ result: ['batch', ...available(call, context).map(({ name }) => name)] }),
};

/** `method.get`: whether a method exists and may be called. */
export const methodGet: Method = {
  name: 'method.get',
  scope: '',
  seconds: 0.1,
  begin: (call, context) => {
    const name = (call.params.text('NAME') ?? '').toLowerCase();
    const isNamed = (method: Method): boolean => method.name === name;
    return reading({
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
  begin: (_call, { now, settings }) => reading({ result: isoDate(now(), settings.utcOffsetMinutes) }),
};

/** `profile`: the user behind the webhook or token. */
export const profile: Method = {
  name: 'profile',
  scope: '',
  seconds: 0.1,
  begin: ({ caller }, { settings }) =>
    reading({
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
