import fc from 'fast-check';
import { expect, it } from 'vitest';
import { play, situations } from '../../support/mixed-writes.ts';
import { randomSeed, scaledRuns } from '../../support/random-runs.ts';
import { untruths } from '../../support/true-outcomes.ts';

const seed = randomSeed();

it(`writes of every kind, with faults of every kind, are reported as they are (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      expect(untruths(await play(situation), situation.repeatAddsAfterMs)).toEqual([]);
    }),
    { seed, numRuns: scaledRuns(30) },
  );
}, 3_600_000);
