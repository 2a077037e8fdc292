import { systemClock } from '../bitrix24/clock.ts';
import type { ApplicationSource, Config } from '../config/config.ts';
import type { InstallationStore } from '../state/installations.ts';
import { openInstallations } from '../state/open-installations.ts';

/** The installations of a gateway with these settings, for programs that run beside it. `close` ends the process's use. */
export async function openStoredInstallations(
  source: ApplicationSource,
  { redis, deadlines, longestRunMs }: Pick<Config, 'redis' | 'deadlines' | 'longestRunMs'>,
): Promise<{ readonly store: InstallationStore; readonly close: () => Promise<void> }> {
  if (!redis) return { store: await openInstallations(source, undefined), close: () => Promise.resolve() };
  const { openRedis } = await import('../state/redis/open-redis.ts');
  const shared = openRedis(redis, {
    clock: systemClock(),
    random: Math.random,
    longestWriteMs: deadlines.writeMs + longestRunMs,
  });
  await shared.link.probed;
  return { store: await openInstallations(source, shared), close: () => shared.link.close() };
}
