import { onTestFinished, vi } from 'vitest';
import { systemClock, type Clock } from '../../src/bitrix24/clock.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { openRedis, type SharedRedis } from '../../src/state/redis/open-redis.ts';
import { patientClock } from './patient-clock.ts';
import type { TestRedis } from './redis.ts';

export interface TestLinkOptions {
  readonly key?: string | undefined;
  /** A patient one by default, so that a slow machine is not taken for a Redis that is away. */
  readonly clock?: Clock;
}

/** Opens a Redis as a replica does, whether it responds or not. Its link is to be closed. */
export function linkTestRedis(
  { url, isAway }: Pick<TestRedis, 'url' | 'isAway'>,
  { key = 'ab'.repeat(32), clock = patientClock(isAway) }: TestLinkOptions = {},
): SharedRedis {
  const { redis: settings } = readSettings({ REDIS_URL: url, GATEWAY_TOKEN_KEY: key });
  if (!settings) throw new Error('no settings');
  return openRedis(settings, { clock, random: () => 0.5, longestWriteMs: 5_000 });
}

/** The same, which must be reached, however slow the machine is. */
export async function openTestRedis(redis: TestRedis, key?: string): Promise<SharedRedis> {
  const shared = linkTestRedis(redis, { key });
  await vi.waitUntil(() => shared.link.server() !== undefined, { timeout: 30_000 });
  // Only the link is patient.
  return { ...shared, clock: systemClock() };
}

/** The same, closed when the test ends. */
export async function openTestRedisForTest(redis: TestRedis, key?: string): Promise<SharedRedis> {
  const shared = await openTestRedis(redis, key);
  onTestFinished(() => shared.link.close());
  return shared;
}
