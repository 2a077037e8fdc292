/**
 * How many times a random test tries: a number that `npm test` has time for, times TEST_RUNS. Whoever wants to be surer
 * sets TEST_RUNS to 16, as `.ci/run` does for the versions of Node that it installs.
 *
 * @param least without which the test would show nothing
 */
export function scaledRuns(count: number, least = 1): number {
  return Math.max(least, Math.round(count * Number(process.env['TEST_RUNS'] ?? 1)));
}

/**
 * Some of the cases of an expensive test, chosen at random: a number that `npm test` has time for, times TEST_RUNS. With
 * TEST_RUNS=16, these are all. The title of a test names its case, so that one that failed can be found again.
 *
 * @param random for a test with a seed, so that the seed repeats the choice
 */
export function sampled<T>(cases: readonly T[], count: number, random: () => number = Math.random): T[] {
  const left = [...cases];
  while (left.length > scaledRuns(count)) left.splice(Math.floor(random() * left.length), 1);
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
