import { onTestFinished, vi } from 'vitest';
import { systemClock } from '../../src/bitrix24/clock.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { openRedis, type SharedRedis } from '../../src/state/redis/open-redis.ts';
import { patientClock } from './patient-clock.ts';
import type { TestRedis } from './redis.ts';

/** Opens a Redis as a replica does, which it must reach, however slow the machine is. Its link is to be closed. */
export async function openTestRedis(redis: TestRedis, key = 'ab'.repeat(32)): Promise<SharedRedis> {
  const { redis: settings } = readSettings({ REDIS_URL: redis.url, GATEWAY_TOKEN_KEY: key });
  if (!settings) throw new Error('no settings');
  const clock = patientClock(redis.isAway);
  const shared = openRedis(settings, { clock, random: () => 0.5, longestWriteMs: 5_000 });
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
