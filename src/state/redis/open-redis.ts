import { randomUUID } from 'node:crypto';
import type { RedisSettings } from '../../config/redis.ts';
import { connectDriver } from './driver.ts';
import { linkRedis, type LinkClock, type RedisLink } from './link.ts';
import { createRedisNames, type RedisNames } from './names.ts';

/** The Redis that replicas share, and how they name things in it. */
export interface SharedRedis {
  readonly link: RedisLink;
  readonly names: RedisNames;
  /** Names this process among the replicas. */
  readonly replica: string;
  readonly clock: LinkClock;
}

export interface OpenRedisOptions {
  readonly clock: LinkClock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** For how long a write may be under way, its request to the portal included, in milliseconds. */
  readonly longestWriteMs: number;
}

/** Opens the link to Redis. Import this file only where Redis is used: it loads the whole client. */
export function openRedis(
  settings: RedisSettings,
  { clock, random, longestWriteMs }: OpenRedisOptions,
): SharedRedis {
  const names = createRedisNames(settings.key);
  const replica = randomUUID();
  return {
    names,
    replica,
    clock,
    link: linkRedis({
      settings,
      names,
      replica,
      clock,
      random,
      connect: connectDriver,
      doubtMs: longestWriteMs,
    }),
  };
}
