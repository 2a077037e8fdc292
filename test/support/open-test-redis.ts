import { vi } from 'vitest';
import { systemClock } from '../../src/bitrix24/clock.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { openRedis, type SharedRedis } from '../../src/state/redis/open-redis.ts';

/** Opens a Redis as a replica does, which it must reach, however slow the machine is. Its link is to be closed. */
export async function openTestRedis(url: string, key = 'ab'.repeat(32)): Promise<SharedRedis> {
  const { redis } = readSettings({ REDIS_URL: url, GATEWAY_TOKEN_KEY: key });
  if (!redis) throw new Error('no settings');
  const shared = openRedis(redis, { clock: systemClock(), random: () => 0.5, longestWriteMs: 5_000 });
  await vi.waitUntil(() => shared.link.server() !== undefined, { timeout: 30_000 });
  return shared;
}
