import { z } from 'zod';
import { decimal, flag, id, idOrNull, integer, moment, text, webAddress } from '../wire.ts';

/** How a call came about, and the number the portal has for it. */
export const CALL_TYPES = {
  OUTGOING: '1',
  INCOMING: '2',
  INCOMING_REDIRECTED: '3',
  CALLBACK: '4',
  INFO_CALL: '5',
} as const;
export type CallType = keyof typeof CALL_TYPES;

/** How a call ended, and the codes the portal has for it. */
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

/** A call of the history. Source: Bitrix24 REST documentation, `voximplant.statistic.get`. */
export interface TelephonyCall {
  /** Its number in the history. */
  readonly statisticId: string;
  readonly callId: string | null;
  readonly externalCallId: string | null;
  /** Null if the portal says something this gateway does not know. */
  readonly type: CallType | null;
  readonly category: string | null;
  /** Null if the portal says something this gateway does not know: see `failedCode`. */
  readonly outcome: CallOutcome | null;
  readonly failedCode: string | null;
  readonly failedReason: string | null;
  readonly userId: string | null;
  /** LINE_ID. */
  readonly lineId: string | null;
  readonly phoneNumber: string | null;
  /** ISO 8601 with the portal's offset. */
  readonly startedAt: string | null;
  readonly durationSeconds: number | null;
  /** Decimal number as text. */
  readonly cost: string | null;
  readonly costCurrency: string | null;
  readonly vote: number | null;
  readonly comment: string | null;
  readonly recordUrl: string | null;
  readonly recordDurationSeconds: number | null;
  readonly recordFileId: string | null;
  readonly transcriptId: string | null;
  readonly transcriptPending: boolean | null;
  readonly logUrl: string | null;
  readonly sessionId: string | null;
  readonly redialAttempt: number | null;
  readonly crmEntityType: string | null;
  readonly crmEntityId: string | null;
  readonly crmActivityId: string | null;
  readonly restAppId: string | null;
  readonly restAppName: string | null;
}

const TYPES: ReadonlyMap<string, CallType> = new Map(
  Object.entries(CALL_TYPES).map(([type, number]) => [number, type as CallType]),
);

const OUTCOMES: ReadonlyMap<string, CallOutcome> = new Map(
  Object.entries(CALL_OUTCOMES).flatMap(([outcome, codes]) =>
    codes.map((code) => [code, outcome as CallOutcome] as const),
  ),
);

/** A row of `voximplant.statistic.get`. Only ID is indispensable: pages go by it. */
export const callRow = z
  .object({
    ID: id,
    CALL_ID: text,
    EXTERNAL_CALL_ID: text,
    CALL_TYPE: text,
    CALL_CATEGORY: text,
    CALL_FAILED_CODE: text,
    CALL_FAILED_REASON: text,
    PORTAL_USER_ID: idOrNull,
    PORTAL_NUMBER: text,
    PHONE_NUMBER: text,
    CALL_START_DATE: moment,
    CALL_DURATION: integer,
    COST: decimal,
    COST_CURRENCY: text,
    CALL_VOTE: integer,
    COMMENT: text,
    CALL_RECORD_URL: webAddress,
    RECORD_DURATION: integer,
    RECORD_FILE_ID: idOrNull,
    TRANSCRIPT_ID: idOrNull,
    TRANSCRIPT_PENDING: flag,
    CALL_LOG: webAddress,
    SESSION_ID: text,
    REDIAL_ATTEMPT: integer,
    CRM_ENTITY_TYPE: text,
    CRM_ENTITY_ID: idOrNull,
    CRM_ACTIVITY_ID: idOrNull,
    REST_APP_ID: text,
    REST_APP_NAME: text,
  })
  .transform((row): TelephonyCall => ({
    statisticId: row.ID,
    callId: row.CALL_ID,
    externalCallId: row.EXTERNAL_CALL_ID,
    type: TYPES.get(row.CALL_TYPE ?? '') ?? null,
    category: row.CALL_CATEGORY,
    outcome: OUTCOMES.get(row.CALL_FAILED_CODE?.toUpperCase() ?? '') ?? null,
    failedCode: row.CALL_FAILED_CODE,
    failedReason: row.CALL_FAILED_REASON,
    userId: row.PORTAL_USER_ID,
    lineId: row.PORTAL_NUMBER,
    phoneNumber: row.PHONE_NUMBER,
    startedAt: row.CALL_START_DATE,
    durationSeconds: row.CALL_DURATION,
    cost: row.COST,
    costCurrency: row.COST_CURRENCY,
    vote: row.CALL_VOTE,
    comment: row.COMMENT,
    recordUrl: row.CALL_RECORD_URL,
    recordDurationSeconds: row.RECORD_DURATION,
    recordFileId: row.RECORD_FILE_ID,
    transcriptId: row.TRANSCRIPT_ID,
    transcriptPending: row.TRANSCRIPT_PENDING,
    logUrl: row.CALL_LOG,
    sessionId: row.SESSION_ID,
    redialAttempt: row.REDIAL_ATTEMPT,
    crmEntityType: row.CRM_ENTITY_TYPE,
    crmEntityId: row.CRM_ENTITY_ID,
    crmActivityId: row.CRM_ACTIVITY_ID,
    restAppId: row.REST_APP_ID,
    restAppName: row.REST_APP_NAME,
  }));
