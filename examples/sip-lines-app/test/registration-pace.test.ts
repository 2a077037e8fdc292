import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueRegistrations, TICK_MS } from '../src/lines/registration-pace.ts';

const HOUR = 3_600_000;
const STATUS_SECONDS = 0.7;
/** What the portal lets an application use for one method in an hour: 480 s in ten minutes. */
const ALLOWED_SECONDS = 6 * 480;

/** How often each registration is read in an hour. */
function readsInAnHour(count: number, isSettled: (index: number) => boolean): number[] {
  const lines = Array.from({ length: count }, (_line, index) => ({
    regId: String(index),
    isSettled: isSettled(index),
  }));
  const readAt = new Map<string, number>();
  const reads = Array<number>(count).fill(0);
  for (let now = 0; now < HOUR; now += TICK_MS) {
    for (const regId of dueRegistrations(lines, readAt, now)) {
      readAt.set(regId, now);
      reads[Number(regId)] = (reads[Number(regId)] ?? 0) + 1;
    }
  }
  return reads;
}

it('costs at most 5 % of what the portal allows, and leaves no line out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (count) => {
      const reads = readsInAnHour(count, () => true);
      // The first read of each line comes on top.
      const repeated = reads.reduce((sum, each) => sum + each - 1, 0);
      expect(repeated * STATUS_SECONDS).toBeLessThanOrEqual(0.05 * ALLOWED_SECONDS);
      expect(Math.min(...reads)).toBeGreaterThan(2);
    }),
    { numRuns: 20 },
  );
});

it('reads one line once a minute, and one that registers at every tick', () => {
  expect(readsInAnHour(1, () => true)).toEqual([60]);
  expect(readsInAnHour(2, (index) => index === 0)).toEqual([60, HOUR / TICK_MS]);
});
