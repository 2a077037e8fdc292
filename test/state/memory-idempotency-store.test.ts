import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryIdempotencyStore } from '../../src/state/memory-idempotency-store.ts';
import { steppedClock } from '../support/stepped-clock.ts';
import { describeIdempotencyStore } from './idempotency-store.contract.ts';

describeIdempotencyStore('in memory', (bounds) => {
  const clock = steppedClock();
  const store = createMemoryIdempotencyStore(clock, bounds);
  return Promise.resolve({
    store,
    advance(ms) {
      clock.advance(ms);
      return Promise.resolve();
    },
  });
});

it('counts what it keeps, whatever happens', async () => {
  const step = fc.record({
    what: fc.constantFrom('begin', 'finish', 'abandon', 'amend', 'wait'),
    key: fc.nat(6),
    owner: fc.nat(2),
    closed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = steppedClock();
      const bounds = { keepMs: 100, leaseMs: 30, runMs: 30, maxOutcomes: 5, maxOutcomesPerOwner: 3 };
      const store = createMemoryIdempotencyStore(clock, bounds);
      const fences = new Map<number, number>();
      for (const { what, key, owner, closed } of steps) {
        const id = `key ${key}`;
        if (what === 'begin') {
          const begun = await store.begin({ id, fingerprint: 'a', owner: `owner ${owner}`, size: 1 });
          if (begun.state === 'started') fences.set(key, begun.fence);
          if (begun.state === 'full') expect(begun.retryAfterMs).toBeGreaterThan(0);
        } else if (what === 'finish') {
          await store.finish(id, fences.get(key) ?? 0, { closed, outcomes: [{ kind: 'nothing' }] });
        } else if (what === 'abandon') await store.abandon(id, fences.get(key) ?? 0);
        else clock.advance(20);
        expect(store.size()).toBeGreaterThanOrEqual(0);
        expect(store.size()).toBeLessThanOrEqual(bounds.maxOutcomes);
      }
      clock.advance(1_000);
      const last = await store.begin({ id: 'last', fingerprint: 'a', owner: 'owner 0', size: 1 });
      expect([last.state, store.size()]).toEqual(['started', 1]);
    }),
  );
});
