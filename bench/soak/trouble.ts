import type { TestRedis } from '../../test/support/redis.ts';
import type { Chance } from './chance.ts';
import { pause } from './client-of-keys.ts';
import type { Fleet } from './fleet.ts';
import type { PortalProcess } from './portal-process.ts';

/** After a restart of Redis, adds are refused for two minutes: it must not be always. In milliseconds. */
const REDIS_RESTARTS_EVERY_MS = 12 * 60_000;
const FIRST_REDIS_RESTART_MS = 3 * 60_000;

export interface TroubleOptions {
  readonly fleet: Fleet;
  readonly redis: TestRedis;
  readonly portal: PortalProcess;
  /** One for each kind of trouble, so that what one chooses does not depend on the others. */
  readonly chances: { readonly replicas: Chance; readonly redis: Chance; readonly portal: Chance };
  readonly goesOn: () => boolean;
  readonly note: (what: string) => void;
}

/** Breaks what the replicas need, and the replicas, until the load ends. Then everything is whole again. */
export async function makeTrouble(options: TroubleOptions): Promise<void> {
  const { goesOn } = options;
  const startedAt = Date.now();
  let restartsAt = startedAt + FIRST_REDIS_RESTART_MS;
  const restartIsDue = () => {
    if (Date.now() < restartsAt) return false;
    restartsAt = Date.now() + REDIS_RESTARTS_EVERY_MS;
    return true;
  };
  const loop = async (everyMs: readonly [number, number], chance: Chance, once: () => Promise<void>) => {
    while (goesOn()) {
      await pause(chance.between(...everyMs));
      if (goesOn()) await once();
    }
  };
  const { replicas, redis, portal } = options.chances;
  await Promise.all([
    loop([3_000, 15_000], replicas, () => troubleReplicas(options)),
    loop([4_000, 24_000], redis, () => (restartIsDue() ? restartRedis(options) : troubleRedis(options))),
    loop([4_000, 12_000], portal, () => troublePortal(options)),
  ]);
  options.portal.strike(0);
  options.portal.slowDown(1);
}

async function troubleReplicas({
  fleet,
  chances: { replicas: chance },
  note,
}: TroubleOptions): Promise<void> {
  const replica = fleet.anyMortal(chance);
  if (!replica) return;
  if (chance.is(0.5)) {
    note('replica killed');
    await replica.kill();
    await pause(chance.between(0, 5_000));
    await fleet.grow();
    return;
  }
  note('replica stopped');
  // As in a rollout: the next one starts before the last one has ended, or after.
  const stopped = replica.stop();
  if (chance.is(0.5)) await stopped;
  await fleet.grow();
}

async function troubleRedis({ fleet, redis, chances, note }: TroubleOptions): Promise<void> {
  const chance = chances.redis;
  const links = fleet.links();
  const some = chance.is(0.5) ? links : links.slice(0, 1 + Math.floor(chance.between(0, links.length)));
  switch (chance.pick(['cut', 'slow', 'slow', 'frozen', 'frozen for long'] as const)) {
    case 'cut':
      note('connections to Redis cut');
      for (const link of some) link.cutAll();
      return;
    case 'slow': {
      note('connections to Redis slow');
      const delayMs = chance.between(5, 200);
      for (const link of some) link.delay(delayMs);
      await pause(chance.between(1_000, 6_000));
      for (const link of some) link.delay(0);
      return;
    }
    case 'frozen':
      note('Redis frozen');
      redis.freeze();
      await pause(chance.between(100, 2_000));
      redis.resume();
      return;
    case 'frozen for long':
      // Longer than the lease of a run with a key, now and then.
      note('Redis frozen');
      redis.freeze();
      await pause(chance.between(2_000, chance.is(0.2) ? 14_000 : 5_000));
      redis.resume();
      return;
    case undefined:
  }
}

async function restartRedis({ redis, chances, note }: TroubleOptions): Promise<void> {
  note('Redis killed');
  await redis.kill();
  await pause(chances.redis.between(0, 5_000));
  await redis.restart();
}

/** A phase of the portal, which lasts until the next one. */
function troublePortal({ portal, chances: { portal: chance }, note }: TroubleOptions): Promise<void> {
  const share = chance.pick([0, 0.05, 0.15, 0.3]) ?? 0;
  const slowness = chance.pick([1, 1, 1, 4, 15, 40]) ?? 1;
  if (share > 0) note('portal strikes');
  if (slowness > 1) note('portal slow');
  portal.strike(share);
  portal.slowDown(slowness);
  return Promise.resolve();
}
