import { record } from '../record.ts';
import { dateText, idOrNull, oneOf, positive, quotingMessage } from '../wire.ts';

/** The state of a registration at the provider. */
export type SipRegistrationStatus = 'SUCCESS' | 'ERROR' | 'IN_PROGRESS' | 'WAIT';

const status = oneOf<SipRegistrationStatus>([
  ['success', 'SUCCESS'],
  ['error', 'ERROR'],
  ['in_progress', 'IN_PROGRESS'],
  ['wait', 'WAIT'],
]);

/** The result of `voximplant.sip.status`. */
export const registrationRow = record({
  regId: ['REG_ID', idOrNull],
  /** Null if the portal reports a status unknown to this gateway. */
  status: ['STATUS_RESULT', status],
  /** SIP status code. */
  statusCode: ['STATUS_CODE', positive],
  /** May quote the passwords of the line. */
  errorMessage: ['ERROR_MESSAGE', quotingMessage],
  /** `YYYY-MM-DD HH:MM:SS`, in a time zone that the portal does not name. */
  lastUpdated: ['LAST_UPDATED', dateText],
});

export interface RegistrationRow extends ReturnType<typeof registrationRow> {}

/** The current registration of a cloud line. Source: Bitrix24 REST documentation, `voximplant.sip.status`. */
export interface SipRegistration extends Omit<RegistrationRow, 'errorMessage'> {
  readonly regId: string;
  readonly errorMessage: string | null;
}
