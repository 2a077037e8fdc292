import type { WireObject } from '../php/json.ts';
import { columnsOf, dateColumn, numberColumn, textColumn } from '../query/column.ts';
import { isoDate } from '../rest/dates.ts';
import type { FinishedCall } from '../store/call-history.ts';

/** The columns that calls can be filtered by and, except for CALL_TYPE, sorted by. */
export const callColumns = columnsOf<FinishedCall>([
  numberColumn('ID', (call) => call.id),
  textColumn('CALL_ID', (call) => call.callId),
  textColumn('EXTERNAL_CALL_ID', (call) => call.externalCallId),
  textColumn('CALL_CATEGORY', (call) => call.category),
  numberColumn('PORTAL_USER_ID', (call) => call.userId),
  textColumn('PORTAL_NUMBER', (call) => call.portalNumber),
  textColumn('PHONE_NUMBER', (call) => call.phoneNumber),
  numberColumn('CALL_TYPE', (call) => call.type),
  numberColumn('CALL_DURATION', (call) => call.duration),
  dateColumn('CALL_START_DATE', (call) => call.startedAt),
  textColumn('CALL_LOG', () => null),
  textColumn('CALL_RECORD_URL', (call) => call.recordUrl),
  numberColumn('CALL_VOTE', (call) => call.vote),
  numberColumn('COST', (call) => Number(call.cost)),
  textColumn('COST_CURRENCY', (call) => call.costCurrency),
  textColumn('CALL_FAILED_CODE', (call) => call.failedCode),
  textColumn('CALL_FAILED_REASON', (call) => call.failedReason),
  textColumn('CRM_ENTITY_TYPE', (call) => call.crmEntityType),
  numberColumn('CRM_ENTITY_ID', (call) => call.crmEntityId),
  numberColumn('CRM_ACTIVITY_ID', (call) => call.crmActivityId),
  numberColumn('TRANSCRIPT_ID', (call) => call.transcriptId),
  numberColumn('SESSION_ID', (call) => call.sessionId),
  textColumn('COMMENT', (call) => call.comment),
  numberColumn('RECORD_DURATION', (call) => call.recordDuration),
]);

/** A row of the statistics. Every number is a text, except RECORD_FILE_ID. */
export function callToWire(call: FinishedCall, utcOffsetMinutes: number): WireObject {
  return {
    ID: String(call.id),
    PORTAL_USER_ID: asText(call.userId),
    PORTAL_NUMBER: call.portalNumber,
    PHONE_NUMBER: call.phoneNumber,
    CALL_ID: call.callId,
    EXTERNAL_CALL_ID: call.externalCallId,
    CALL_CATEGORY: call.category,
    CALL_LOG: null,
    CALL_DURATION: String(call.duration),
    CALL_START_DATE: isoDate(call.startedAt, utcOffsetMinutes),
    CALL_RECORD_URL: call.recordUrl,
    CALL_VOTE: asText(call.vote),
    COST: call.cost,
    COST_CURRENCY: call.costCurrency,
    CALL_FAILED_CODE: call.failedCode,
    CALL_FAILED_REASON: call.failedReason,
    CRM_ENTITY_TYPE: call.crmEntityType,
    CRM_ENTITY_ID: asText(call.crmEntityId),
    CRM_ACTIVITY_ID: asText(call.crmActivityId),
    REST_APP_ID: null,
    REST_APP_NAME: null,
    TRANSCRIPT_ID: asText(call.transcriptId),
    TRANSCRIPT_PENDING: 'N',
    SESSION_ID: asText(call.sessionId),
    REDIAL_ATTEMPT: null,
    COMMENT: call.comment,
    RECORD_DURATION: asText(call.recordDuration),
    RECORD_FILE_ID: call.recordFileId,
    CALL_TYPE: String(call.type),
  };
}

function asText(value: number | null): string | null {
  return value === null ? null : String(value);
}
