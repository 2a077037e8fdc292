/** What front ends import: no code of the server, of Node or of any package. */
export type {
  ArgumentPath,
  ArgumentProblem,
  CommonExtensions,
  DetailsByCode,
  PortalDetails,
  TelephonyErrorCode,
  TelephonyErrorExtensions,
} from './error-details.ts';
export { telephonyErrors } from './telephony-errors.ts';
export type { OtherError, TelephonyError, TelephonyErrors } from './telephony-errors.ts';
