import type { Clock } from '../bitrix24/clock.ts';
import type { Config } from '../config/config.ts';
import { COUNTED_MS } from '../http/create-counts.ts';
import type { Logger } from '../observability/logger.ts';
import type { SharedRedis } from '../state/redis/open-redis.ts';
import type { SharedCounts } from '../state/shared-counts.ts';

export interface SharedStateOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Opens what replicas share; undefined without `REDIS_URL`. Resolves once it is known whether Redis responds, and logs
 * every change of that.
 */
export async function openSharedState(
  { redis, deadlines, longestRunMs }: Config,
  { clock, random, logger }: SharedStateOptions,
): Promise<SharedRedis | undefined> {
  if (!redis) return undefined;
  // Loaded only with Redis.
  const { openRedis } = await import('../state/redis/open-redis.ts');
  const shared = openRedis(redis, { clock, random, longestWriteMs: deadlines.writeMs + longestRunMs });
  const reportUp = () => {
    logger.info('Redis responds.');
    const { appendsToFile = true, evicts = false } = shared.link.server()?.durability ?? {};
    if (!appendsToFile)
      logger.warn(
        'Redis does not append to a file: a restart of it forgets idempotency keys. Set appendonly yes.',
      );
    if (evicts)
      logger.warn(
        'Redis may drop keys when its memory is full, and mutations run twice. Set maxmemory-policy noeviction.',
      );
  };
  shared.link.subscribe((isUp, problem) => {
    if (isUp) reportUp();
    else
      logger.error({ problem }, 'Redis does not respond: the gateway works on without it, as far as it can.');
  });
  shared.link.onTrouble((trouble) => {
    if (trouble.kind === 'stranger')
      logger.error(
        'Another replica has another GATEWAY_TOKEN_KEY, so they share nothing, and lines may be doubled. Set the same.',
      );
    else
      logger.error(
        { problem: trouble.problem },
        'Redis responds, but refuses a script: what needs it is refused. It must be no cluster, and for the gateway only.',
      );
  });
  await shared.link.probed;
  return shared;
}

/** The counts of requests that replicas share, by their kinds; undefined if nothing is shared. */
export async function sharedCountsOf(
  shared: SharedRedis | undefined,
): Promise<((kind: string) => SharedCounts) | undefined> {
  if (!shared) return undefined;
  // Loaded only with Redis.
  const { openSharedCounts } = await import('../state/redis/counts-in-redis.ts');
  return (kind) => openSharedCounts(shared, kind, COUNTED_MS);
}
