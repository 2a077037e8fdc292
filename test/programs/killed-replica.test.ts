import type { ChildProcess } from 'node:child_process';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { deferred } from '../support/deferred.ts';
import { KEYED } from '../support/keyed-operations.ts';
import { NEW_LINE } from '../support/operations.ts';
import { buildProgram, endOf, outputUntil, startProgram } from '../support/program.ts';
import { findRedis, startRedis } from '../support/redis.ts';

const ADD = 'voximplant.sip.add';
const CALL = 'voximplant.callback.start';
const CALLBACK = { lineId: 'reg150907', phoneNumber: '+79061234567', text: 'Hello' };

describe.skipIf(findRedis() === undefined)(
  'a replica that is killed while it executes keyed mutations',
  () => {
    beforeAll(buildProgram);

    it('leaves an add that another finds, and a call that is not started again', async () => {
      await using redis = await startRedis();
      const { promise, resolve: release } = deferred();
      let running = 0;
      const sleep = () => {
        running += 1;
        return promise;
      };
      await using emulator = await startEmulator({
        usersByWebhook: true,
        clock: { now: () => Date.now(), sleep },
        latency: { [ADD]: 1, [CALL]: 1 },
      });
      emulator.portal.addLineOfPerson({ type: 'cloud', title: 'Main' });
      const environment = {
        PORT: '0',
        BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
        REDIS_URL: redis.url,
        GATEWAY_TOKEN_KEY: 'ab'.repeat(32),
      };
      const [first, second] = await Promise.all([start(environment), start(environment)]);
      const add = (url: string) => send(url, KEYED.addSipLine, { input: NEW_LINE, key: 'key' });
      const call = (url: string) => send(url, KEYED.startCallback, { input: CALLBACK, key: 'key' });
      const cut = Promise.allSettled([add, call].map((one) => insist(() => one(first.url))));
      await expect.poll(() => running).toBe(2);
      const end = endOf(first.program);
      first.program.kill('SIGKILL');
      await end;
      await cut;
      release();
      // Both wait until the first counts as interrupted.
      const [added, called] = await Promise.all([add, call].map((one) => insist(() => one(second.url))));
      expect(added).toMatchObject({ data: { addSipLine: { title: NEW_LINE.title, configId: '2' } } });
      const neverAgain = { errors: [{ extensions: { code: 'OUTCOME_UNKNOWN', retryable: false } }] };
      expect([called, await insist(() => call(second.url))]).toMatchObject([neverAgain, neverAgain]);
      const times = (method: string) => emulator.portal.journal.entries(method).length;
      expect([times(ADD), times(CALL), emulator.portal.lines().length]).toEqual([1, 1, 2]);
    });
  },
);

async function start(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly program: ChildProcess; readonly url: string }> {
  const program = startProgram(environment);
  onTestFinished(() => {
    program.kill('SIGKILL');
  });
  const [, url = ''] = await outputUntil(program, /(http:\/\/127\.0\.0\.1:\d+\/graphql)/);
  return { program, url };
}

/** Repeats what was refused because Redis is too slow on this machine. */
async function insist(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await send();
    if (!TOO_SLOW.test(answer.errors?.[0]?.message ?? '')) return answer;
  }
}

/** Redis has not said in time whether a key or a title is in use. */
const TOO_SLOW = /cannot reach its records|cannot rule out/;

interface Answer {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

async function send(url: string, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}
