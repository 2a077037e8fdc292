/** How long the first connection may take before Redis counts as out of reach, in milliseconds. */
const START_MS = 1_000;

/**
 * Says after each probe that failed since the start, which is now, whether the first connection has taken too long. Time in
 * which this process stood still says nothing about Redis.
 *
 * @param longestMs what a probe and the wait for the next one take at most, in milliseconds
 */
export function createStartWait(now: () => number, longestMs: number): () => boolean {
  let countedAt = now();
  let waitedMs = 0;
  return () => {
    waitedMs += Math.min(now() - countedAt, longestMs);
    countedAt = now();
    return waitedMs >= START_MS;
  };
}
