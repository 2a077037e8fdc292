import { phpInt } from '../php/scalar.ts';
import { RestError } from '../rest/error.ts';
import { requireRight } from './access.ts';
import type { Method } from './method.ts';

/** `voximplant.sip.status`: asks the carrier and stores the result as the line's last known status. */
export const sipStatus: Method = {
  name: 'voximplant.sip.status',
  scope: 'telephony',
  seconds: 0.7,
  begin: ({ caller, params }, { store, carrier, texts }) => {
    requireRight(caller, 'canManageLines');
    const registration = carrier.registration(phpInt(params.get('REG_ID')));
    if (registration === undefined) throw new RestError(400, 'REG_ID_NOT_FOUND', texts.settingsNotFound);
    return () => {
      const line = store.lineByRegistration(registration.regId);
      if (line !== undefined) {
        store.updateLine(line.configId, {
          registrationStatusCode: registration.statusCode,
          registrationErrorMessage: registration.errorMessage,
        });
      }
      return {
        result: {
          REG_ID: registration.regId,
          LAST_UPDATED: registration.lastUpdated,
          ERROR_MESSAGE: registration.errorMessage,
          STATUS_CODE: registration.statusCode,
          STATUS_RESULT: registration.statusResult,
        },
      };
    };
  },
};
