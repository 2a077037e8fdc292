import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { seededRandom } from '../../test/support/random-runs.ts';
import { startRedis } from '../../test/support/redis.ts';
import { createChance } from './chance.ts';
import { checkHistory } from './check-history.ts';
import { createClientOfKeys, pause } from './client-of-keys.ts';
import { count, figuresOf } from './figures.ts';
import { startFleet, type Fleet } from './fleet.ts';
import type { Attempt, History, Keyed } from './history.ts';
import { readOptions, type SoakOptions } from './options.ts';
import { startPortalProcess } from './portal-process.ts';
import { makeTrouble } from './trouble.ts';
import { runUser } from './user.ts';

const RATE = { burst: 30, perSecond: 6 };

/** How long outcomes are waited for after the load, in milliseconds: longer than the gateway may take to know one. */
const SETTLING_MS = 480_000;

/** The heap is measured first after this many milliseconds, or after a sixth of a shorter run. */
const EARLY_MS = 600_000;
const HEAP_SAMPLES = 5;

const ENVIRONMENT = {
  BITRIX24_RATE_LIMIT: `${RATE.burst}/${RATE.perSecond}`,
  // With the default, an add that is cut and runs on for longer than ten seconds may be made twice.
  BITRIX24_REPEAT_ADDS_AFTER_MS: '75000',
  GATEWAY_REQUESTS_PER_MINUTE: 'off',
  GATEWAY_TOKEN_KEY: 'ab'.repeat(32),
};

const print = (line: string) => process.stdout.write(`${line}\n`);

async function soak(options: SoakOptions, folder: string): Promise<boolean> {
  const { lengthMs, replicas, seed, users } = options;
  const chanceOf = (part: number) => createChance(seededRandom(seed * 1_000 + part));
  await using redis = await startRedis({ arguments: ['--appendonly', 'yes'] });
  await using portal = await startPortalProcess({ seed, rate: RATE, folder });
  const environment = { ...ENVIRONMENT, BITRIX24_WEBHOOK_URL: portal.webhookUrl };
  await using fleet = await startFleet({ size: replicas, redisPort: redis.port, environment, folder });

  const record = { keyed: [] as Keyed[], reads: [] as Attempt[] };
  const troubles: string[] = [];
  const startedAt = Date.now();
  const endsAt = startedAt + lengthMs;
  const goesOn = () => Date.now() < endsAt;
  let made = 0;
  const next = () => {
    made += 1;
    return made;
  };
  const heap = sampleHeap(fleet, lengthMs);
  const trouble = makeTrouble({
    fleet,
    redis,
    portal,
    chances: { replicas: chanceOf(1), redis: chanceOf(2), portal: chanceOf(3) },
    goesOn,
    note: (what) => troubles.push(what),
  });
  const load = Array.from({ length: users }, (_, index) => {
    const chance = chanceOf(10 + index);
    const client = createClientOfKeys({
      fleet,
      chance,
      lineId: portal.lineId,
      record,
      newKey: () => `soak-${seed}-${next()}`,
      isUnruly: goesOn,
      givesUpAt: () => endsAt + SETTLING_MS,
    });
    const newTitle = () => `Линия ${seed}-${next()}`;
    const newNumber = () => `+79${String(next()).padStart(9, '0')}`;
    return runUser({ client, chance, newTitle, newNumber, goesOn });
  });
  const progress = setInterval(() => {
    print(
      `${Math.round((Date.now() - startedAt) / 1_000)} s: ${record.keyed.length} keys, ${troubles.length} troubles`,
    );
  }, 60_000);
  await Promise.all([trouble, ...load]);
  clearInterval(progress);
  const settledMs = Date.now() - endsAt;

  const { calls, lines } = await portal.record();
  await fleet.end();
  const history: History = { ...record, calls, lines, instances: fleet.instances(), heap: await heap };
  const violations = checkHistory(history);
  const figures = { ...figuresOf(history, RATE), troubles: count(troubles), settledMs };
  await writeFile(join(folder, 'history.json'), JSON.stringify(record));
  await writeFile(join(folder, 'figures.json'), JSON.stringify({ options, figures, violations }, null, 2));
  print(JSON.stringify({ options, figures }, null, 2));
  for (const { rule, detail } of violations) print(`VIOLATION ${rule}: ${detail}`);
  print(violations.length === 0 ? 'Every promise was kept.' : `${violations.length} violations.`);
  return violations.length === 0;
}

/** Measures the heap of the replica that lives throughout, under load, both times. */
async function sampleHeap({ oldest }: Fleet, lengthMs: number): Promise<History['heap']> {
  const earlyMs = Math.min(EARLY_MS, lengthMs / 6);
  const everyMs = Math.min(3_000, earlyMs / HEAP_SAMPLES / 2);
  const samples = async () => {
    const heaps: number[] = [];
    for (let sample = 0; sample < HEAP_SAMPLES; sample += 1) {
      heaps.push(await oldest.heapBytes());
      await pause(everyMs);
    }
    return heaps;
  };
  await pause(earlyMs);
  const early = await samples();
  await pause(lengthMs - earlyMs - 2 * HEAP_SAMPLES * everyMs);
  return { early, late: await samples() };
}

// Every replica that runs listens to the end of the process.
process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const options = readOptions(process.argv.slice(2), Math.floor(Math.random() * 2 ** 20));
const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'soak-')));
await mkdir(folder, { recursive: true });
print(
  `npm run soak -- --minutes ${options.lengthMs / 60_000} --replicas ${options.replicas} --seed ${options.seed}`,
);
const isKept = await soak(options, folder);
if (isKept && options.folder === undefined) await rm(folder, { recursive: true });
else print(`Logs, journal and figures are in ${folder}.`);
process.exitCode = isKept ? 0 : 1;
