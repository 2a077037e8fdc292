import { lineIdOrNull } from '../outgoing-lines/line-id.ts';
import { record } from '../record.ts';
import { flag, id, secret, text } from '../wire.ts';

/** A row of `voximplant.user.get`. */
export const userRow = record({
  userId: ['ID', id],
  /** LINE_ID; null if the user calls from the portal's default line. */
  defaultLineId: ['DEFAULT_LINE', lineIdOrNull],
  /** Whether the user may connect a SIP phone. */
  phoneEnabled: ['PHONE_ENABLED', flag],
  sipServer: ['SIP_SERVER', text],
  sipLogin: ['SIP_LOGIN', text],
  sipPassword: ['SIP_PASSWORD', secret],
  innerNumber: ['INNER_NUMBER', text],
});

/** A user's telephony settings. Source: Bitrix24 REST documentation, `voximplant.user.get`. */
export interface TelephonyUser extends ReturnType<typeof userRow> {}
