import { expect, it } from 'vitest';
import type { Query } from '../../../src/bitrix24/protocol/command.ts';
import { replyOf } from '../../../src/bitrix24/protocol/envelope.ts';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import type { Sender } from '../../../src/bitrix24/protocol/sender.ts';
import { createRateBucket } from '../../../src/bitrix24/scheduling/rate-bucket.ts';
import { createScheduler, type Scheduler } from '../../../src/bitrix24/scheduling/scheduler.ts';
import { createWriteRuns } from '../../../src/bitrix24/scheduling/write-runs.ts';
import { LONGEST_RUN_MS } from '../../../src/config/longest-run.ts';
import { createVirtualTime, type VirtualTime } from '../../support/virtual-time.ts';

const RATE = { burst: 50, perSecond: 2 };
const DEADLINE_MS = 20_000;

function start(): { time: VirtualTime; scheduler: Scheduler } {
  const time = createVirtualTime();
  const now = () => time.now();
  const bucket = createRateBucket(RATE, time.now());
  const scheduler = createScheduler({
    clock: time,
    random: () => 0.5,
    createBucket: () => bucket,
    writeRuns: createWriteRuns(now, LONGEST_RUN_MS),
  });
  return { time, scheduler };
}

/** A portal as one token sees it, which takes this many seconds for each command. */
function senderOf(time: VirtualTime, seconds: number): Sender {
  const answerAfter = async (count: number) => {
    await time.sleep(seconds * count * 1_000);
    return { ...replyOf(undefined), time: { seconds, operating: undefined } };
  };
  return {
    send: async <T>(command: Query<T>) => ({ ...(await answerAfter(1)), value: command.decode(undefined) }),
    async sendBatch(commands) {
      const reply = await answerAfter(commands.length);
      return { outcomes: commands.map(() => reply), time: undefined };
    },
  };
}

let reads = 0;
const readOf = (name: string): Query => {
  reads += 1;
  return { method: { name, kind: 'read' }, params: { ID: reads }, decode: () => undefined };
};

/** One read, and how long it took in milliseconds; undefined if it was refused. */
async function read(
  { time, scheduler }: ReturnType<typeof start>,
  caller: string,
  sender: Sender,
  name: string,
): Promise<number | undefined> {
  const startedAt = time.now();
  const answerBy = startedAt + DEADLINE_MS;
  const outcome = await scheduler
    .open({ sender, caller })
    .run(readOf(name), { queueUntil: answerBy, answerBy });
  return outcome instanceof Bitrix24Error ? undefined : time.now() - startedAt;
}

it('serves a caller with long reads nearly as if alone beside one with many short ones that share no request', async () => {
  const gateway = start();
  const { time } = gateway;
  const endsAt = time.now() + 240_000;
  const greedy = Array.from({ length: 8 }, async () => {
    // Each with a token of its own.
    while (time.now() < endsAt)
      if ((await read(gateway, 'greedy', senderOf(time, 0.05), 'short')) === undefined)
        await time.sleep(1_000);
  });
  const took: Promise<number | undefined>[] = [];
  const modest = async () => {
    const sender = senderOf(time, 1.5);
    while (time.now() < endsAt) {
      took.push(read(gateway, 'modest', sender, 'long'));
      await time.sleep(3_700);
    }
  };
  const [all] = await time.until(Promise.all([modest().then(() => Promise.all(took)), ...greedy]));
  const sorted = all.map((ms) => ms ?? Infinity).toSorted((one, other) => one - other);
  // Alone, each takes 1.5 s.
  expect(sorted[Math.floor(sorted.length * 0.95)]).toBeLessThanOrEqual(3_000);
});

it('refuses at once those of two hundred callers with a token each whose turn would come too late', async () => {
  const gateway = start();
  const { time, scheduler } = gateway;
  const refused: { readonly afterMs: number; readonly retryAfterMs: number | undefined }[] = [];
  let served = 0;
  const call = async (n: number) => {
    const startedAt = time.now();
    const answerBy = startedAt + DEADLINE_MS;
    const outcome = await scheduler
      .open({ sender: senderOf(time, 0.3), caller: `caller ${n}` })
      .run(readOf('short'), { queueUntil: answerBy, answerBy });
    if (!(outcome instanceof Bitrix24Error)) served += 1;
    else refused.push({ afterMs: time.now() - startedAt, retryAfterMs: outcome.retryAfterMs });
  };
  await time.until(Promise.all(Array.from({ length: 200 }, (_, n) => call(n))));
  // What the rate limit takes: a burst of 50, and 2 per second.
  expect(served).toBeGreaterThan(80);
  expect(refused.filter(({ afterMs }) => afterMs > 0).length).toBeLessThanOrEqual(5);
  expect(Math.min(...refused.map(({ retryAfterMs = 0 }) => retryAfterMs))).toBeGreaterThan(0);
});
