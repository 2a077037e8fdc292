import type { Durations } from './durations.ts';
import type { QueueEntry } from './queue-entry.ts';

/**
 * Reads time out this long after twice their expected duration, or after the longest that such calls have recently
 * taken: a retry may still make the deadline. Milliseconds.
 */
const PATIENCE_MS = 5_000;

/**
 * How long to wait for the response to a request, in milliseconds.
 *
 * @param longestRunMs no request runs longer than this
 */
export function timeoutOf(
  entries: readonly QueueEntry[],
  now: number,
  durations: Durations,
  longestRunMs: number,
): number {
  const isWrite = entries[0]?.command.method.kind === 'write';
  return Math.max(
    1,
    isWrite ? patienceWithWrites(entries, now, longestRunMs) : patienceWithReads(entries, now, durations),
  );
}

/** Waits until the deadline, whatever was expected: abandoning a write early only leaves its outcome unknown. */
function patienceWithWrites(entries: readonly QueueEntry[], now: number, longestRunMs: number): number {
  return Math.min(longestRunMs, ...entries.map(({ answerBy }) => answerBy - now));
}

function patienceWithReads(entries: readonly QueueEntry[], now: number, durations: Durations): number {
  const expected = entries.reduce((sum, { seconds }) => sum + seconds, 0);
  const lately = entries.reduce((sum, { command }) => sum + durations.longest(command.method, now), 0);
  const latest = Math.max(...entries.map(({ answerBy }) => answerBy));
  return Math.min(latest - now, PATIENCE_MS + 1_000 * Math.max(2 * expected, lately));
}
