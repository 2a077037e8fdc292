import { z } from 'zod';
import { Secret } from '../../config/secret.ts';
import { flag, id, text } from '../wire.ts';

/** A user's telephony settings. Source: Bitrix24 REST documentation, `voximplant.user.get`. */
export interface TelephonyUser {
  readonly userId: string;
  /** LINE_ID; null where the user calls by the portal's default line. */
  readonly defaultLineId: string | null;
  /** Whether the user may connect a SIP phone. */
  readonly phoneEnabled: boolean | null;
  readonly sipServer: string | null;
  readonly sipLogin: string | null;
  readonly sipPassword: Secret | null;
  readonly innerNumber: string | null;
}

/** A row of `voximplant.user.get`. Only ID is indispensable. */
export const userRow = z
  .object({
    ID: id,
    DEFAULT_LINE: text,
    PHONE_ENABLED: flag,
    SIP_SERVER: text,
    SIP_LOGIN: text,
    SIP_PASSWORD: text.transform((value) => (value === null ? null : new Secret(value))),
    INNER_NUMBER: text,
  })
  .transform((row): TelephonyUser => ({
    userId: row.ID,
    defaultLineId: row.DEFAULT_LINE,
    phoneEnabled: row.PHONE_ENABLED,
    sipServer: row.SIP_SERVER,
    sipLogin: row.SIP_LOGIN,
    sipPassword: row.SIP_PASSWORD,
    innerNumber: row.INNER_NUMBER,
  }));
