import { lineIdOrNull } from '../outgoing-lines/line-id.ts';
import { record } from '../record.ts';
import {
  anyIdOrNull,
  decimal,
  flag,
  id,
  idOrNull,
  integer,
  message,
  moment,
  oneOf,
  positive,
  text,
  webAddress,
} from '../wire.ts';

/** How a call was started, and the portal's number for it. */
export const CALL_TYPES = {
  OUTGOING: '1',
  INCOMING: '2',
  INCOMING_REDIRECTED: '3',
  CALLBACK: '4',
  INFO_CALL: '5',
} as const;
export type CallType = keyof typeof CALL_TYPES;

/** How a call ended, and the portal's codes for it. */
export const CALL_OUTCOMES = {
  SUCCESSFUL: ['200'],
  MISSED: ['304'],
  DECLINED: ['603'],
  CANCELLED: ['603-S'],
  FORBIDDEN: ['403'],
  WRONG_NUMBER: ['404'],
  BUSY: ['486'],
  DIRECTION_UNAVAILABLE: ['484', '503'],
  TEMPORARILY_UNAVAILABLE: ['480'],
  INSUFFICIENT_FUNDS: ['402'],
  BLOCKED: ['423'],
  OTHER: ['OTHER'],
} as const;
export type CallOutcome = keyof typeof CALL_OUTCOMES;

const callType = oneOf(Object.entries(CALL_TYPES).map(([type, number]) => [number, type as CallType]));

const outcome = oneOf(
  Object.entries(CALL_OUTCOMES).flatMap(([ended, codes]) =>
    codes.map((code) => [code, ended as CallOutcome] as const),
  ),
);

/** A row of `voximplant.statistic.get`. */
export const callRow = record({
  /** Its number in the history. */
  statisticId: ['ID', id],
  callId: ['CALL_ID', text],
  externalCallId: ['EXTERNAL_CALL_ID', text],
  /** Null if the portal reports a type unknown to this gateway. */
  type: ['CALL_TYPE', callType],
  category: ['CALL_CATEGORY', text],
  /** Null if the portal reports a code unknown to this gateway: see `failedCode`. */
  outcome: ['CALL_FAILED_CODE', outcome],
  failedCode: ['CALL_FAILED_CODE', text],
  failedReason: ['CALL_FAILED_REASON', message],
  userId: ['PORTAL_USER_ID', idOrNull],
  /** LINE_ID. */
  lineId: ['PORTAL_NUMBER', lineIdOrNull],
  phoneNumber: ['PHONE_NUMBER', text],
  /** ISO 8601 with the portal's offset. */
  startedAt: ['CALL_START_DATE', moment],
  durationSeconds: ['CALL_DURATION', integer],
  /** Decimal number as text. */
  cost: ['COST', decimal],
  costCurrency: ['COST_CURRENCY', text],
  vote: ['CALL_VOTE', positive],
  comment: ['COMMENT', text],
  recordUrl: ['CALL_RECORD_URL', webAddress],
  recordDurationSeconds: ['RECORD_DURATION', positive],
  recordFileId: ['RECORD_FILE_ID', idOrNull],
  transcriptId: ['TRANSCRIPT_ID', idOrNull],
  transcriptPending: ['TRANSCRIPT_PENDING', flag],
  logUrl: ['CALL_LOG', webAddress],
  sessionId: ['SESSION_ID', anyIdOrNull],
  redialAttempt: ['REDIAL_ATTEMPT', positive],
  crmEntityType: ['CRM_ENTITY_TYPE', text],
  crmEntityId: ['CRM_ENTITY_ID', idOrNull],
  crmActivityId: ['CRM_ACTIVITY_ID', idOrNull],
  restAppId: ['REST_APP_ID', anyIdOrNull],
  restAppName: ['REST_APP_NAME', text],
});

/** A call of the history. Source: Bitrix24 REST documentation, `voximplant.statistic.get`. */
export interface TelephonyCall extends ReturnType<typeof callRow> {}
