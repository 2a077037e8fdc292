import type { Chance } from './chance.ts';
import type { Instance } from './history.ts';
import { startReplica, type Replica } from './replicas.ts';
import { openSlowLink, type SlowLink } from './slow-link.ts';

/** The replicas that run, each with a way of its own to Redis. */
export interface Fleet extends AsyncDisposable {
  /** The one that lives from the beginning to the end. */
  readonly oldest: Replica;
  /** Any that should respond, if possible not the one before. Undefined if there is none at present. */
  any(chance: Chance, before?: Replica): Replica | undefined;
  /** Any but the oldest. */
  anyMortal(chance: Chance): Replica | undefined;
  /** The ways of all replicas to Redis. */
  links(): readonly SlowLink[];
  /** Starts one more. */
  grow(): Promise<void>;
  /** Stops all, and resolves when they have ended. */
  end(): Promise<void>;
  /** Every process there has been. */
  instances(): readonly Instance[];
}

export interface FleetOptions {
  readonly size: number;
  readonly redisPort: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

export async function startFleet({ size, redisPort, environment, folder }: FleetOptions): Promise<Fleet> {
  const all: { readonly replica: Replica; readonly link: SlowLink }[] = [];
  let started = 0;

  async function start(): Promise<Replica> {
    started += 1;
    const name = `replica-${started}`;
    const isWatched = started === 1;
    const link = await openSlowLink(redisPort);
    const own = { ...environment, REDIS_URL: `redis://127.0.0.1:${link.port}` };
    const replica = await startReplica({ name, environment: own, folder, isWatched });
    all.push({ replica, link });
    return replica;
  }

  let ending: Promise<void> | undefined;
  const end = () =>
    (ending ??= (async () => {
      await Promise.all(all.map(({ replica }) => (replica.isUp() ? replica.stop() : replica.ended)));
      await Promise.all(all.map(({ link }) => link[Symbol.asyncDispose]()));
    })());

  const oldest = await start();
  while (started < size) await start();
  const up = () => all.filter(({ replica }) => replica.isUp());
  const upReplicas = () => up().map(({ replica }) => replica);
  return {
    oldest,
    any(chance, before) {
      const others = upReplicas().filter((each) => each !== before);
      return chance.pick(others) ?? (before?.isUp() ? before : undefined);
    },
    anyMortal: (chance) => chance.pick(upReplicas().filter((each) => each !== oldest)),
    links: () => up().map(({ link }) => link),
    async grow() {
      await start();
    },
    instances: () => all.map(({ replica }) => replica.instance()),
    end,
    [Symbol.asyncDispose]: end,
  };
}
