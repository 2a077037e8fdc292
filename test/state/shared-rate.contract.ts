import { describe, expect, it } from 'vitest';
import { RATE_LEASE_MS, type SharedRate } from '../../src/state/shared-rate.ts';

/** An empty bucket of 20 tokens, two a second, as each replica sees it, and the time that it goes by. */
export interface RateUnderTest {
  readonly of: (replica: string) => SharedRate;
  readonly advance: (ms: number) => void;
}

export const BUCKET = { burst: 20, perSecond: 2 } as const;

/** What every place where replicas share a rate limit does. */
export function describeSharedRate(name: string, create: () => Promise<RateUnderTest>): void {
  const sync = async (rate: SharedRate, spent: number, want: number, refused = false) => {
    const lease = await rate.sync({ spent, want, refused });
    if (!lease) throw new Error('out of reach');
    return lease;
  };

  describe(`a rate limit ${name}`, () => {
    it('leases no token twice, and tells each how many share them', async () => {
      const { of } = await create();
      const first = await sync(of('one'), 0, 10);
      expect(first).toMatchObject({ tokens: 10, sharers: 1 });
      const second = await sync(of('two'), 0, 10);
      expect(second).toMatchObject({ tokens: 5, sharers: 2 });
      const third = await sync(of('three'), 0, 10);
      expect(first.tokens + second.tokens + third.tokens).toBeLessThanOrEqual(BUCKET.burst);
    });

    it('counts what was sent, and refills at its pace', async () => {
      const { of, advance } = await create();
      await sync(of('one'), 0, 10);
      await sync(of('one'), 10, 10);
      expect(await sync(of('one'), 10, 10)).toMatchObject({ tokens: 0 });
      advance(2_100);
      expect((await sync(of('one'), 0, 10)).tokens).toBe(4);
    });

    it('counts tokens of a replica that is gone as used, and takes back what is not wanted', async () => {
      const { of, advance } = await create();
      await sync(of('gone'), 0, 10);
      await sync(of('one'), 0, 5);
      await sync(of('one'), 0, 0);
      advance(RATE_LEASE_MS + 500);
      const { tokens, left } = await sync(of('two'), 0, 20);
      expect(tokens + left).toBeLessThan(11);
      expect(tokens + left).toBeGreaterThan(9);
    });

    it('is used up for all when the portal refuses one, and then served in order', async () => {
      const { of, advance } = await create();
      expect(await sync(of('one'), 1, 10, true)).toMatchObject({ tokens: 0 });
      expect((await sync(of('one'), 0, 10)).nextInMs).toBeGreaterThan(0);
      expect((await sync(of('two'), 0, 10)).tokens).toBe(0);
      advance(1_100);
      expect((await sync(of('two'), 0, 10)).tokens).toBeLessThanOrEqual(1);
      expect((await sync(of('one'), 0, 10)).tokens).toBe(1);
    });
  });
}
