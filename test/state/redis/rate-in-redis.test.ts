import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import type { SharedRedis } from '../../../src/state/redis/open-redis.ts';
import { openSharedRate } from '../../../src/state/redis/rate-in-redis.ts';
import { memorySharedRate } from '../../support/memory-shared-rate.ts';
import { openTestRedis } from '../../support/open-test-redis.ts';
import { linkAt } from '../../support/redis-ahead.ts';
import { findRedis, startRedis, type TestRedis } from '../../support/redis.ts';
import { BUCKET, describeSharedRate } from '../shared-rate.contract.ts';

describe.skipIf(findRedis() === undefined)('what replicas share of a rate limit', () => {
  let redis: TestRedis;
  let shared: SharedRedis;
  beforeAll(async () => {
    redis = await startRedis();
    shared = await openTestRedis(redis);
  });
  afterAll(async () => {
    await shared.link.close();
    await redis[Symbol.asyncDispose]();
  });

  describeSharedRate('in Redis', () => {
    const portal = randomUUID();
    let now = Date.now();
    const { link } = shared;
    const remembering = () => {
      const server = link.server();
      // What it has forgotten in a restart would count as used.
      return server && { ...server, remembersMs: 3_600_000 };
    };
    const moved = { ...linkAt(link, () => now), server: remembering };
    return Promise.resolve({
      of: (replica) => openSharedRate({ ...shared, link: moved, replica }, portal, BUCKET),
      advance: (ms) => {
        now += ms;
      },
    });
  });
});

describe('the double of it that tests in virtual time use', () => {
  describeSharedRate('in memory', () => {
    let now = 1_000_000;
    return Promise.resolve({
      of: memorySharedRate(() => now, BUCKET),
      advance: (ms) => {
        now += ms;
      },
    });
  });
});
