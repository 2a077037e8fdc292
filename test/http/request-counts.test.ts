import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestCounts } from '../../src/http/request-counts.ts';
import { scaledRuns } from '../support/random-runs.ts';

const MINUTE_MS = 60_000;

describe('request counts', () => {
  it('are exact while there is room, and never too low after that', () => {
    const senders = fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 300 });
    fc.assert(
      fc.property(senders, fc.integer({ min: 1, max: 12 }), (names, room) => {
        const counts = createRequestCounts({ now: () => 0, windowMs: MINUTE_MS, room });
        const sent = new Map<number, number>();
        names.forEach((name, index) => {
          const truth = (sent.get(name) ?? 0) + 1;
          sent.set(name, truth);
          const { count } = counts.add(`sender ${name}`);
          expect(count).toBeGreaterThanOrEqual(truth);
          expect(count).toBeLessThanOrEqual(sent.size <= room ? truth : truth + index / room);
        });
      }),
      { numRuns: scaledRuns(150) },
    );
  });

  it('of somebody who sends too much outlast any number of other senders', () => {
    const counts = createRequestCounts({ now: () => 0, windowMs: MINUTE_MS, room: 100 });
    for (let n = 0; n < 600; n += 1) counts.add('offender');
    let highest = 0;
    for (let n = 0; n < 5_000; n += 1) highest = Math.max(highest, counts.add(`address ${n}`).count);
    expect(counts.add('offender').count).toBe(601);
    expect(highest).toBeLessThanOrEqual(5_600 / 100);
  });

  it('begin anew with each window', () => {
    let now = 5;
    const counts = createRequestCounts({ now: () => now, windowMs: MINUTE_MS, room: 2 });
    counts.add('a');
    now += 20_000;
    expect(counts.add('a')).toEqual({ count: 2, endsInMs: 40_000 });
    now += 40_000;
    for (const name of ['a', 'b', 'a']) counts.add(name);
    expect(counts.add('b')).toEqual({ count: 2, endsInMs: MINUTE_MS });
  });
});
