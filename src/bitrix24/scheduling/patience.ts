import { LONGEST_RUN_MS } from './write-runs.ts';
import type { Durations } from './durations.ts';
import type { QueueEntry } from './queue-entry.ts';

/**
 * An answer to reads that takes this much longer than twice what was expected, or than what such calls lately took, is
 * not waited for: another try may still make the deadline. Milliseconds.
 */
const PATIENCE_MS = 5_000;

/** How long the answer to a request is waited for, in milliseconds. */
export function timeoutOf(entries: readonly QueueEntry[], now: number, durations: Durations): number {
  const isWrite = entries[0]?.command.method.kind === 'write';
  return Math.max(1, isWrite ? patienceWithWrites(entries, now) : patienceWithReads(entries, now, durations));
}

/** As long as it is of use, whatever was expected: nobody knows less than who has hung up on a write. */
function patienceWithWrites(entries: readonly QueueEntry[], now: number): number {
  return Math.min(LONGEST_RUN_MS, ...entries.map(({ answerBy }) => answerBy - now));
}

function patienceWithReads(entries: readonly QueueEntry[], now: number, durations: Durations): number {
  const expected = entries.reduce((sum, { seconds }) => sum + seconds, 0);
  const lately = entries.reduce((sum, { command }) => sum + durations.longest(command.method, now), 0);
  const latest = Math.max(...entries.map(({ answerBy }) => answerBy));
  return Math.min(latest - now, PATIENCE_MS + 1_000 * Math.max(2 * expected, lately));
}
