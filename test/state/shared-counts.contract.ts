import { describe, expect, it } from 'vitest';
import type { SharedCounts } from '../../src/state/shared-counts.ts';

export interface CountsUnderTest {
  /** As each replica sees them. */
  readonly one: SharedCounts;
  readonly other: SharedCounts;
  /** Lets the current window end. */
  readonly endWindow: () => void;
}

/** What every place where replicas share counts does. */
export function describeSharedCounts(name: string, create: () => Promise<CountsUnderTest>): void {
  const countsOf = async (counts: SharedCounts, more: Readonly<Record<string, number>>) => {
    const { totals = new Map<string, number>() } = (await counts.add(new Map(Object.entries(more)))) ?? {};
    return Object.fromEntries(totals);
  };

  describe(`counts ${name}`, () => {
    it('are the sums of what all replicas have counted', async () => {
      const { one, other } = await create();
      expect(await countsOf(one, { a: 2, b: 1 })).toEqual({ a: 2, b: 1 });
      expect(await countsOf(other, { a: 3 })).toEqual({ a: 5 });
      expect(await countsOf(one, { window: 7, b: 0 })).toEqual({ window: 7, b: 1 });
    });

    it('begin anew with each window', async () => {
      const { one, other, endWindow } = await create();
      endWindow();
      const before = await one.add(new Map([['a', 4]]));
      expect(before?.endsInMs).toBeGreaterThan(0);
      endWindow();
      const after = await other.add(new Map([['a', 1]]));
      expect(after?.totals.get('a')).toBe(1);
      expect(after?.window).not.toBe(before?.window);
    });
  });
}
