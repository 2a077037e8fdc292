import type { TelephonyCallOutcome, TelephonyCallType } from '../__generated__/graphql.ts';

export const DIRECTIONS: Readonly<Record<TelephonyCallType, string>> = {
  OUTGOING: 'Outgoing',
  INCOMING: 'Incoming',
  INCOMING_REDIRECTED: 'Incoming, forwarded',
  CALLBACK: 'Callback',
  INFO_CALL: 'Info call',
};

export const OUTCOMES: Readonly<Record<TelephonyCallOutcome, string>> = {
  SUCCESSFUL: 'Answered',
  MISSED: 'Missed',
  DECLINED: 'Declined',
  CANCELLED: 'Cancelled',
  FORBIDDEN: 'Not allowed',
  WRONG_NUMBER: 'Wrong number',
  BUSY: 'Busy',
  DIRECTION_UNAVAILABLE: 'Direction not available',
  TEMPORARILY_UNAVAILABLE: 'Not available',
  INSUFFICIENT_FUNDS: 'Balance too low',
  BLOCKED: 'Blocked',
  OTHER: 'Other',
};

/** In the reader's own time zone and language. */
export function timeText(startedAt: string): string {
  return new Date(startedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** 75 s: `1:15`. */
export function durationText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
