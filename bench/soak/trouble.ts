import type { TestRedis } from '../../test/support/redis.ts';
import { takeTurns, type Chance } from './chance.ts';
import { pause } from './client-of-keys.ts';
import type { Fleet } from './fleet.ts';
import type { Form } from './forms.ts';
import type { PortalProcess } from './portal-process.ts';

const OF_REPLICAS = ['killed', 'stopped'] as const;
const OF_REDIS = ['cut', 'slow', 'slow', 'frozen', 'frozen for long'] as const;

export interface TroubleOptions {
  readonly form: Form;
  readonly fleet: Fleet;
  readonly redis: TestRedis;
  readonly portal: PortalProcess;
  /** One for each kind of trouble, so that what one chooses does not depend on the others. */
  readonly chances: {
    readonly replicas: Chance;
    readonly redis: Chance;
    readonly portal: Chance;
    readonly tokens: Chance;
  };
  /** Whether access tokens expire. */
  readonly isApplication: boolean;
  readonly goesOn: () => boolean;
  readonly note: (what: string) => void;
}

/** Chooses what comes next of one kind of trouble. */
interface Choice {
  readonly chance: Chance;
  readonly pick: Chance['pick'];
}

/** Breaks what the replicas need, and the replicas, until the load ends. Then everything is whole again. */
export async function makeTrouble(options: TroubleOptions): Promise<void> {
  const { form, isApplication, goesOn } = options;
  const { replicasEveryMs, redisEveryMs, portalEveryMs, tokensEveryMs, inTurn } = form.troubles;
  const { firstRedisRestartMs, redisRestartsEveryMs } = form.troubles;
  let restartsAt = Date.now() + firstRedisRestartMs;
  const restartIsDue = () => {
    if (Date.now() < restartsAt) return false;
    restartsAt = Date.now() + redisRestartsEveryMs;
    return true;
  };
  const loop = async (
    everyMs: readonly [number, number],
    chance: Chance,
    once: (choice: Choice) => Promise<void>,
  ) => {
    const pick = inTurn ? takeTurns(chance) : <T>(choices: readonly T[]) => chance.pick(choices);
    while (goesOn()) {
      await pause(chance.between(...everyMs));
      if (goesOn()) await once({ chance, pick });
    }
  };
  const { replicas, redis, portal, tokens } = options.chances;
  await Promise.all([
    loop(replicasEveryMs, replicas, (choice) => troubleReplicas(options, choice)),
    loop(redisEveryMs, redis, (choice) =>
      restartIsDue() ? restartRedis(options, choice) : troubleRedis(options, choice),
    ),
    loop(portalEveryMs, portal, (choice) => troublePortal(options, choice)),
    isApplication && loop(tokensEveryMs, tokens, () => expireTokens(options)),
  ]);
  options.portal.strike(0);
  options.portal.slowDown(1);
}

async function troubleReplicas({ fleet, note }: TroubleOptions, { chance, pick }: Choice): Promise<void> {
  const replica = fleet.anyMortal(chance);
  if (!replica) return;
  if (pick(OF_REPLICAS) === 'killed') {
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

async function troubleRedis(
  { form, fleet, redis, note }: TroubleOptions,
  { chance, pick }: Choice,
): Promise<void> {
  const { longestFreezeMs } = form.troubles;
  const links = fleet.links();
  const some = chance.is(0.5) ? links : links.slice(0, 1 + Math.floor(chance.between(0, links.length)));
  switch (pick(OF_REDIS)) {
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
      note('Redis frozen');
      redis.freeze();
      await pause(chance.between(2_000, chance.is(0.2) ? longestFreezeMs : Math.min(5_000, longestFreezeMs)));
      redis.resume();
      return;
    case undefined:
  }
}

async function restartRedis({ redis, note }: TroubleOptions, { chance }: Choice): Promise<void> {
  note('Redis killed');
  await redis.kill();
  await pause(chance.between(0, 5_000));
  await redis.restart();
}

/** A phase of the portal, which lasts until the next one. */
function troublePortal({ form, portal, note }: TroubleOptions, { pick }: Choice): Promise<void> {
  const share = pick(form.portal.struck) ?? 0;
  const slowness = pick(form.portal.slowness) ?? 1;
  if (share > 0) note('portal strikes');
  if (slowness > 1) note('portal slow');
  portal.strike(share);
  portal.slowDown(slowness);
  return Promise.resolve();
}

function expireTokens({ portal, note }: TroubleOptions): Promise<void> {
  note('tokens expired');
  portal.expireTokens();
  return Promise.resolve();
}
