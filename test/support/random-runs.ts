/**
 * How many times a random test tries: a number that `npm test` has time for, times TEST_RUNS. Whoever wants to be surer
 * sets TEST_RUNS to 20.
 *
 * @param least without which the test would show nothing
 */
export function scaledRuns(count: number, least = 1): number {
  return Math.max(least, Math.round(count * Number(process.env['TEST_RUNS'] ?? 1)));
}

/**
 * Some of the cases of an expensive test, chosen at random: a number that `npm test` has time for, times TEST_RUNS. `.ci/run`
 * has time for all. The title of a test names its case, so that one that failed can be found again.
 */
export function sampled<T>(cases: readonly T[], count: number): T[] {
  const left = [...cases];
  while (left.length > scaledRuns(count)) left.splice(Math.floor(Math.random() * left.length), 1);
  return left;
}

/** The seed of a random test: a new one each time, printed in the title of the test; SEED repeats a run. */
export function randomSeed(): number {
  return process.env['SEED'] ? Number(process.env['SEED']) : Math.floor(Math.random() * 2 ** 31);
}

/** The same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
