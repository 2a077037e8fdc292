import { expect } from 'vitest';

/** A write with a deadline of one second is never given up earlier than this, in milliseconds. */
const GIVEN_UP_MS = 500;

/**
 * Call it before a write with a deadline of one second is sent, whose request may run for `longestMs` milliseconds.
 *
 * @returns a check of what is said to be left of that time, on a machine of any speed
 */
export function timeLeftOf(longestMs: number): (leftMs: unknown) => void {
  const before = performance.now();
  return (leftMs) => {
    // Whole milliseconds are said.
    expect(leftMs).toBeGreaterThan(longestMs - (performance.now() - before) - 1);
    expect(leftMs).toBeLessThan(longestMs - GIVEN_UP_MS);
  };
}
