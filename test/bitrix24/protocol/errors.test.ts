import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/bitrix24/clock.ts';
import type { Query } from '../../../src/bitrix24/protocol/command.ts';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import { createSender, type Sender } from '../../../src/bitrix24/protocol/sender.ts';
import type { Post } from '../../../src/bitrix24/protocol/transport.ts';
import { webhookUrlOf } from '../../../src/config/webhook-url.ts';
import { createWebhookCredential } from '../../../src/credentials/webhook.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const TIMEOUT_MS = 1_000;
const COMMAND: Query = sipGet({ filter: { CONFIG_ID: ['7'] } });
const LARGE = 2_000_000;

const single = (sender: Sender) => sender.send(COMMAND, TIMEOUT_MS).then((outcome) => [outcome]);
const batch = async (sender: Sender) =>
  (await sender.sendBatch([COMMAND, COMMAND], TIMEOUT_MS)).outcomes.slice();

describe('errors', () => {
  it.each<[string, typeof single, (text: string) => unknown]>([
    ['a result that is not a list', single, (text) => ({ result: { text } })],
    ['a list of texts', single, (text) => ({ result: [text] })],
    ['a long text', single, (text) => ({ error: 'ERROR_CORE', error_description: text })],
    ['a long code', single, (text) => ({ error: text, error_description: '' })],
    ['a batch that is no batch', batch, (text) => ({ result: [{ TITLE: text }] })],
    [
      'a batch with results that are not lists',
      batch,
      (text) => ({ result: { result: { c0: { text }, c1: { text } } } }),
    ],
    [
      'a batch with errors',
      batch,
      (text) => ({ result: { result_error: { c0: text, c1: { error: text } } } }),
    ],
  ])('keep no response alive that was %s', async (_name, send, answer) => {
    const post: Post = async () => {
      await Promise.resolve();
      const body = JSON.stringify(answer('x'.repeat(LARGE)));
      return { status: 200, location: undefined, body, values: 5 };
    };
    const credential = createWebhookCredential(
      webhookUrlOf('https://portal.bitrix24.com/rest/1/abcdefghijklmnop/'),
    );
    const sender = createSender({ post, credential, clock: systemClock() });
    await send(sender);
    const before = heapInUse();
    const kept: unknown[] = [];
    for (let n = 0; n < 10; n += 1) kept.push(...(await send(sender)));
    const growth = heapInUse() - before;
    for (const error of kept) expect(error).toBeInstanceOf(Bitrix24Error);
    expect(growth).toBeLessThan(LARGE);
  });
});
