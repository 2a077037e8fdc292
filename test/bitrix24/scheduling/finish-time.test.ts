import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishTime, startMoments } from '../../../src/bitrix24/scheduling/finish-time.ts';

describe('the moment at which work ends', () => {
  it.each<[string, number, number[], number]>([
    ['one request', 10, [0], 10],
    ['two that start together', 10, [0, 0], 5],
    ['a late one that helps', 10, [0, 4], 7],
    ['a late one that is of no use', 10, [0, 12], 10],
    ['no work', 0, [3], 3],
  ])('with %s', (_name, work, starts, end) => {
    expect(finishTime(work, starts)).toBe(end);
  });

  it('is the least moment by which the requests together have had the time', () => {
    const starts = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.nat(100_000), starts, (work, unsorted) => {
        const sorted = unsorted.toSorted((one, other) => one - other);
        const end = finishTime(work, sorted);
        const done = (moment: number) => sorted.reduce((sum, start) => sum + Math.max(0, moment - start), 0);
        expect(done(end + 1e-6)).toBeGreaterThanOrEqual(work - 1e-3);
        if (work > 0) expect(done(end - 1e-3)).toBeLessThanOrEqual(work);
      }),
    );
  });
});

describe('the next moments at which requests may start', () => {
  it('wait for slots', () => {
    expect(startMoments([0, 100, 250], 0, 10, 500)).toEqual([0, 100, 250]);
  });

  it('wait for tokens', () => {
    expect(startMoments([0, 0, 0], 0, 1, 500)).toEqual([0, 500, 1_000]);
  });

  it('are never in the past', () => {
    expect(startMoments([0, 0], 1_000, 2, 500)).toEqual([1_000, 1_000]);
  });
});
