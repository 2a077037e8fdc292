import { phpInt } from '../php/scalar.ts';
import { RestError } from '../rest/error.ts';
import { requireRight } from './access.ts';
import { DONE } from './method.ts';
import type { Method } from './method.ts';
import { ownLine } from './own-line.ts';

/** `voximplant.sip.delete`: deletes a cloud line only if the carrier finds its registration. */
export const sipDelete: Method = {
  name: 'voximplant.sip.delete',
  scope: 'telephony',
  seconds: 0.5,
  begin: ({ caller, params }, { store, carrier, texts }) => {
    requireRight(caller, 'canManageLines');
    const configId = phpInt(params.get('CONFIG_ID'));
    const line = ownLine(store, configId, caller);
    // The status is 400 here, although sip.update returns the same code with 404.
    if (line === undefined) throw new RestError(400, 'ERROR_NOT_FOUND', 'Specified CONFIG_ID is not found');
    const regId = line.regId ?? 0;
    if (regId > 0 && carrier.registration(regId) === undefined) {
      throw new RestError(400, 'REG_ID_NOT_FOUND', texts.settingsNotFound);
    }
    return () => {
      carrier.unregister(regId);
      store.removeLine(configId);
      return DONE;
    };
  },
};
