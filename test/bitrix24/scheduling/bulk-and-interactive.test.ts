import { describe, expect, it } from 'vitest';
import { bulkCase, interactiveCase } from '../../../bench/limits/cases.ts';
import { scaledRuns } from '../../support/random-runs.ts';

// The cases of bench/limits: virtual time, so they measure the scheduler and not the machine.
describe.each(['unused', 'used up'] as const)(
  'many commands at once on a rate bucket that is %s',
  (bucket) => {
    it.each([1, 10, 50, scaledRuns(50, 100)])(
      'are done soon after they possibly can be: %i',
      async (count) => {
        const { bound, runs } = await bulkCase(count, bucket);
        expect(runs.gateway.seconds).toBeLessThanOrEqual(1.25 * bound);
        const rivals = [runs['one call per command'].seconds, runs['batches of 50'].seconds];
        expect(runs.gateway.seconds).toBeLessThanOrEqual(1.05 * Math.min(...rivals));
        expect(runs.gateway.refused).toBe(0);
      },
    );
  },
);

describe('single callers', () => {
  it('hardly notice a bulk beside them', async () => {
    const alone = await interactiveCase('gateway', 1, 60);
    const beside = await interactiveCase('gateway', 1, 60, scaledRuns(50, 100));
    expect(beside.p95).toBeLessThanOrEqual(2 * alone.p95);
    expect(beside.refused).toBe(0);
  });

  it('are served at four times the pace that the limit takes unbatched', async () => {
    const steady = await interactiveCase('gateway', 8, 120);
    expect(steady.max).toBeLessThan(5);
    expect(steady.refused).toBe(0);
  });
});
