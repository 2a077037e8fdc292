import { phpInt } from '../php/scalar.ts';
import { RestError } from '../rest/error.ts';
import { requireRight } from './access.ts';
import { DONE, readResult } from './method.ts';
import type { Method } from './method.ts';
import { ownLine } from './own-line.ts';
import { readSipLineFields, storedTitle } from './sip-line-fields.ts';

/** `voximplant.sip.update`: any change but that of the title alone resets the status of the last registration. */
export const sipUpdate: Method = {
  name: 'voximplant.sip.update',
  scope: 'telephony',
  seconds: 0.66,
  begin: ({ caller, params }, { store, settings, texts }) => {
    requireRight(caller, 'canManageLines');
    const configId = phpInt(params.get('CONFIG_ID'));
    if (ownLine(store, configId, caller) === undefined) {
      throw new RestError(404, 'ERROR_NOT_FOUND', 'Specified CONFIG_ID is not found');
    }
    const isSet = (name: string): boolean => params.get(name) !== undefined;
    if (!['TITLE', 'SERVER', 'LOGIN', 'PASSWORD'].some(isSet)) return readResult(DONE);

    // TYPE cannot be changed, but it is checked.
    const type = params.text('TYPE') ?? 'cloud';
    const { title, ...access } = readSipLineFields(params, type, 'update', texts);
    // Unlike when a line is added, an empty title counts as taken if another line has an empty title.
    if (title !== undefined && store.titleTaken(title, configId)) {
      throw new RestError(400, 'TITLE_EXISTS', texts.titleExists);
    }
    return () => {
      store.updateLine(configId, {
        ...(title === undefined ? {} : { title: storedTitle(title, settings) }),
        ...access,
        ...(Object.keys(access).length === 0 ? {} : { registrationStatusCode: 0 }),
      });
      return DONE;
    };
  },
};
