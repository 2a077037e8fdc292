import { expect, it } from 'vitest';
import { createLeasedBucket } from '../../../src/bitrix24/scheduling/leased-bucket.ts';
import type { RateRequest } from '../../../src/state/shared-rate.ts';

it('asks twice a second while nothing is shared, also after a refusal that it could not report', async () => {
  let now = 0;
  const asked: RateRequest[] = [];
  const bucket = createLeasedBucket({
    limit: { burst: 50, perSecond: 2 },
    shared: {
      // As without a connection: at once, so that nothing else would ever run between two questions.
      sync(request) {
        asked.push(request);
        return Promise.resolve(undefined);
      },
      replicas: () => 2,
    },
    clock: { now: () => now, after: () => () => undefined },
    // As the send loop does with every change, but not for ever.
    onChange() {
      if (asked.length < 100) queueMicrotask(() => bucket.tokens(now));
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  bucket.refused(now);
  await settle();
  expect(asked).toHaveLength(1);
  now = 500;
  bucket.tokens(now);
  await settle();
  expect(asked).toEqual(Array(2).fill(expect.objectContaining({ refused: true })));
});
