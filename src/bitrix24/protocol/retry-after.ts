/** The window in which a portal counts its work: by then, every limit of it has an end. */
const LONGEST_MS = 10 * 60_000;

/** When a call may be tried again, in whole milliseconds: at least 1, at most ten minutes. */
export function retryAfter(waitMs: number): number {
  return Math.min(LONGEST_MS, Math.max(1, Math.ceil(waitMs)));
}
