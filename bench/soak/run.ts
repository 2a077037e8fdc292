import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { seededRandom } from '../../test/support/random-runs.ts';
import { startRedis } from '../../test/support/redis.ts';
import { createChance } from './chance.ts';
import { checkHappened } from './check-happened.ts';
import { checkHistory } from './check-history.ts';
import { createClientOfKeys, pause } from './client-of-keys.ts';
import { count, figuresOf } from './figures.ts';
import { startFleet, type Fleet } from './fleet.ts';
import type { Attempt, History, Keyed } from './history.ts';
import { commandOf, readOptions, type SoakOptions } from './options.ts';
import { startPortalProcess } from './portal-process.ts';
import { makeTrouble } from './trouble.ts';
import { runUser } from './user.ts';

/** The heap is measured first after this many milliseconds, or after a sixth of a shorter run. */
const EARLY_MS = 600_000;
const HEAP_SAMPLES = 5;

/** That of the emulator, whose address is none that a portal could have. */
const APPLICATION = {
  BITRIX24_CLIENT_ID: 'local.emulated',
  BITRIX24_CLIENT_SECRET: 'emulatedsecret',
  BITRIX24_PRIVATE_ADDRESSES: '127.0.0.0/8',
};

const print = (line: string) => process.stdout.write(`${line}\n`);

async function soak(options: SoakOptions, folder: string): Promise<boolean> {
  const { form, isApplication, lengthMs, replicas, seed, users } = options;
  const { rate } = form;
  const chanceOf = (part: number) => createChance(seededRandom(seed * 1_000 + part));
  // Otherwise a Redis that is killed may lose the last two seconds while the disk is busy.
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  await using redis = await startRedis({ arguments: durable });
  await using portal = await startPortalProcess({ setup: { seed, rate, ...form.portal }, folder });
  const environment = {
    ...form.environment,
    BITRIX24_RATE_LIMIT: `${rate.burst}/${rate.perSecond}`,
    ...(isApplication
      ? { ...APPLICATION, BITRIX24_OAUTH_SERVER: portal.oauthServer }
      : { BITRIX24_WEBHOOK_URL: portal.webhookUrl }),
  };
  await using fleet = await startFleet({ size: replicas, redisPort: redis.port, environment, folder });

  if (isApplication) await fleet.oldest.receiveEvent(await portal.install());

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
  const heap = form.measuresHeap ? sampleHeap(fleet, lengthMs) : { early: [], late: [] };
  const trouble = makeTrouble({
    form,
    isApplication,
    fleet,
    redis,
    portal,
    chances: { replicas: chanceOf(1), redis: chanceOf(2), portal: chanceOf(3), tokens: chanceOf(4) },
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
      givesUpAt: () => endsAt + form.settlingMs,
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
  const chosen = { ...options, form: form.name };
  const figures = { ...figuresOf(history, rate), troubles: count(troubles), settledMs };
  const violations = [...checkHistory(history), ...checkHappened(form.mustHappen, figures)];
  await writeFile(
    join(folder, 'history.json'),
    JSON.stringify({ ...history, calls: undefined, lines: undefined }),
  );
  await writeFile(
    join(folder, 'figures.json'),
    JSON.stringify({ options: chosen, figures, violations }, null, 2),
  );
  print(JSON.stringify({ options: chosen, figures }, null, 2));
  for (const { rule, detail } of violations) print(`VIOLATION ${rule}: ${detail}`);
  print(
    violations.length === 0
      ? 'Every promise was kept.'
      : `${violations.length} violations. The same faults and operations again: ${commandOf(options)}`,
  );
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
print(commandOf(options));
const isKept = await soak(options, folder);
if (isKept && options.folder === undefined) await rm(folder, { recursive: true });
else print(`Logs, journal and figures are in ${folder}.`);
process.exitCode = isKept ? 0 : 1;
