import type { WireObject } from '../php/json.ts';
import { isoDate } from './dates.ts';
import type { OperatingState } from '../limits/operating-budget.ts';

/** The `time` block of a response: when the work was done and, on cloud portals, how much of its budget is used. */
export function timeBlock(
  startedAt: number,
  finishedAt: number,
  utcOffsetMinutes: number,
  operating: OperatingState | undefined,
): WireObject {
  const seconds = (finishedAt - startedAt) / 1000;
  return {
    start: startedAt / 1000,
    finish: finishedAt / 1000,
    duration: seconds,
    processing: seconds,
    date_start: isoDate(startedAt, utcOffsetMinutes),
    date_finish: isoDate(finishedAt, utcOffsetMinutes),
    ...(operating === undefined
      ? {}
      : { operating_reset_at: operating.resetAt, operating: operating.seconds }),
  };
}
