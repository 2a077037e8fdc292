import { record, required } from '../record.ts';
import { flag, id, idOrNull, oneOf, positive, quotingMessage, secret, text, textOrEmpty } from '../wire.ts';

/** Cloud: the portal registers with the provider. Office: the customer's PBX registers with the portal. */
export type PbxType = 'CLOUD' | 'OFFICE';

/** SIP headers that can contain the dialed line number. */
export type LineDetectHeader = 'DIVERSION' | 'TO';

const pbxType = oneOf<PbxType>([
  ['cloud', 'CLOUD'],
  ['office', 'OFFICE'],
]);

const headerOrder = oneOf<readonly LineDetectHeader[]>([
  ['diversion;to', ['DIVERSION', 'TO']],
  ['to;diversion', ['TO', 'DIVERSION']],
]);

const lastRegistration = record({
  /**
   * SIP status code, such as 200 or 403. A change of the line sets it to 0: nothing is known until the next
   * registration.
   */
  statusCode: ['REGISTRATION_STATUS_CODE', positive],
  errorMessage: (row, texts) =>
    quotingMessage(
      row['REGISTRATION_ERROR_MESSAGE'],
      texts,
    )([secret(row['PASSWORD']), secret(row['INCOMING_PASSWORD'])]),
});

/** The last state of a line's registration that the portal recorded. */
export interface LastRegistration extends ReturnType<typeof lastRegistration> {}

/** A row of `voximplant.sip.get` or the result of `voximplant.sip.add`. */
export const sipLineRow = record({
  configId: ['CONFIG_ID', id],
  type: ['TYPE', required(pbxType)],
  title: ['TITLE', textOrEmpty],
  server: ['SERVER', textOrEmpty],
  login: ['LOGIN', textOrEmpty],
  password: ['PASSWORD', secret],
  /** Registration at the provider; only cloud lines whose registration was accepted have one. */
  regId: ['REG_ID', idOrNull],
  incomingServer: ['INCOMING_SERVER', text],
  incomingLogin: ['INCOMING_LOGIN', text],
  incomingPassword: ['INCOMING_PASSWORD', secret],
  authUser: ['AUTH_USER', text],
  outboundProxy: ['OUTBOUND_PROXY', text],
  detectLineNumber: ['DETECT_LINE_NUMBER', flag],
  lineDetectHeaderOrder: ['LINE_DETECT_HEADER_ORDER', headerOrder],
  lastRegistration: (row, texts): LastRegistration | null => {
    const last = lastRegistration(row, texts);
    return last.statusCode === null && last.errorMessage === null ? null : last;
  },
});

/** A SIP line that the credential sees: see `SipLines`. Source: Bitrix24 REST documentation, `voximplant.sip.get`. */
export interface SipLine extends ReturnType<typeof sipLineRow> {}
