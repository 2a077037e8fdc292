import { z } from 'zod';
import { Secret } from '../../config/secret.ts';
import { flag, id, idOrNull, integer, text, textOrEmpty } from '../wire.ts';

/** Cloud: the portal registers at the provider. Office: the customer's PBX registers at the portal. */
export type PbxType = 'CLOUD' | 'OFFICE';

/** SIP headers in which a dialled line number can be found. */
export type LineDetectHeader = 'DIVERSION' | 'TO';

/** A SIP line of this application. Source: Bitrix24 REST documentation, `voximplant.sip.get`. */
export interface SipLine {
  readonly configId: string;
  readonly type: PbxType;
  readonly title: string;
  readonly server: string;
  readonly login: string;
  readonly password: Secret | null;
  /** Registration at the provider; cloud lines whose registration was accepted. */
  readonly regId: string | null;
  readonly incomingServer: string | null;
  readonly incomingLogin: string | null;
  readonly incomingPassword: Secret | null;
  readonly authUser: string | null;
  readonly outboundProxy: string | null;
  readonly detectLineNumber: boolean | null;
  readonly lineDetectHeaderOrder: readonly LineDetectHeader[] | null;
  readonly lastRegistration: LastRegistration | null;
}

/** What the portal last knew of a line's registration at its provider. */
export interface LastRegistration {
  /** SIP status code, such as 200 or 403. */
  readonly statusCode: number | null;
  readonly errorMessage: string | null;
}

const secret = text.transform((value) => (value === null ? null : new Secret(value)));

const pbxType = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(z.enum(['cloud', 'office']))
  .transform((value) => (value === 'cloud' ? 'CLOUD' : 'OFFICE'));

const headerOrder = text.transform((value): readonly LineDetectHeader[] | null => {
  switch (value?.toLowerCase()) {
    case 'diversion;to':
      return ['DIVERSION', 'TO'];
    case 'to;diversion':
      return ['TO', 'DIVERSION'];
    default:
      return null;
  }
});

/** A row of `voximplant.sip.get` or the answer of `voximplant.sip.add`. Only CONFIG_ID and TYPE are indispensable. */
export const sipLineRow = z
  .object({
    CONFIG_ID: id,
    TYPE: pbxType,
    TITLE: textOrEmpty,
    SERVER: textOrEmpty,
    LOGIN: textOrEmpty,
    PASSWORD: secret,
    REG_ID: idOrNull,
    INCOMING_SERVER: text,
    INCOMING_LOGIN: text,
    INCOMING_PASSWORD: secret,
    AUTH_USER: text,
    OUTBOUND_PROXY: text,
    DETECT_LINE_NUMBER: flag,
    LINE_DETECT_HEADER_ORDER: headerOrder,
    REGISTRATION_STATUS_CODE: integer,
    REGISTRATION_ERROR_MESSAGE: text,
  })
  .transform((row): SipLine => ({
    configId: row.CONFIG_ID,
    type: row.TYPE,
    title: row.TITLE,
    server: row.SERVER,
    login: row.LOGIN,
    password: row.PASSWORD,
    regId: row.REG_ID,
    incomingServer: row.INCOMING_SERVER,
    incomingLogin: row.INCOMING_LOGIN,
    incomingPassword: row.INCOMING_PASSWORD,
    authUser: row.AUTH_USER,
    outboundProxy: row.OUTBOUND_PROXY,
    detectLineNumber: row.DETECT_LINE_NUMBER,
    lineDetectHeaderOrder: row.LINE_DETECT_HEADER_ORDER,
    lastRegistration: lastRegistration(row.REGISTRATION_STATUS_CODE, row.REGISTRATION_ERROR_MESSAGE),
  }));

// A change of the line sets the code to 0: nothing is known until the next registration.
function lastRegistration(code: number | null, errorMessage: string | null): LastRegistration | null {
  const statusCode = code === 0 ? null : code;
  return statusCode === null && errorMessage === null ? null : { statusCode, errorMessage };
}
