import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSharedBudget } from '../../src/credentials/application/shared-budget.ts';
import { scaledRuns } from '../support/random-runs.ts';

describe('a shared budget', () => {
  it('is never exceeded, and leaves something to a newcomer after eight who took all they could', () => {
    const greedy = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 600 });
    fc.assert(
      fc.property(greedy, (senders) => {
        const budget = createSharedBudget({ total: 120, windowMs: 60_000, now: () => 0 });
        const granted = senders.filter((sender) => budget.take(`sender ${sender}`) === 0);
        expect(granted.length).toBeLessThan(120);
        expect(granted.filter((sender) => sender === senders[0]).length).toBeLessThanOrEqual(40);
        expect(budget.take('newcomer')).toBe(0);
      }),
      { numRuns: scaledRuns(100) },
    );
  });

  it('is whole again in the next window', () => {
    let now = 0;
    const budget = createSharedBudget({ total: 3, windowMs: 60_000, now: () => now });
    expect(budget.take('a')).toBe(0);
    now = 20_000.5;
    expect(budget.take('a')).toBe(40_000);
    now = 60_000;
    expect(budget.take('a')).toBe(0);
  });
});
