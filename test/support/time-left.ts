import { expect } from 'vitest';

/** By then a request is given up whose write has a deadline of one second, in milliseconds at least. */
const GIVEN_UP_MS = 500;

/**
 * Call it before a request is sent that may run for so many milliseconds and is given up.
 *
 * @returns a check of what is said to be left of that time, on a machine of any speed
 */
export function timeLeftOf(longestMs: number): (leftMs: unknown) => void {
  const before = performance.now();
  return (leftMs) => {
    expect(leftMs).toBeGreaterThan(longestMs - (performance.now() - before) - 1);
    expect(leftMs).toBeLessThan(longestMs - GIVEN_UP_MS);
  };
}
