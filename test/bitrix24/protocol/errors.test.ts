import { expect, it } from 'vitest';
import { systemClock } from '../../../src/bitrix24/clock.ts';
import type { Query } from '../../../src/bitrix24/protocol/command.ts';
import { Bitrix24Error } from '../../../src/bitrix24/protocol/errors.ts';
import { createSender, type Sender } from '../../../src/bitrix24/protocol/sender.ts';
import type { Post } from '../../../src/bitrix24/protocol/transport.ts';
import { webhookUrlOf } from '../../../src/config/webhook-url.ts';
import { createWebhookCredential } from '../../../src/credentials/webhook.ts';
import { sipGet } from '../../../src/telephony/sip-lines/methods.ts';
import { heapInUse } from '../../support/heap.ts';

const TIMEOUT_MS = 1_000;
const COMMAND: Query = sipGet({ filter: { CONFIG_ID: ['7'] } });
const LARGE = 2_000_000;

const single = (sender: Sender) => sender.send(COMMAND, TIMEOUT_MS).then((outcome) => [outcome]);
const batch = async (sender: Sender) =>
  (await sender.sendBatch([COMMAND, COMMAND], TIMEOUT_MS)).outcomes.slice();

/** What a sender is asked, and what it is answered, so that all outcomes are errors. */
const UNREADABLE: readonly (readonly [typeof single, (text: string) => unknown])[] = [
  [single, (text) => ({ result: { text } })],
  [single, (text) => ({ result: [text] })],
  [single, (text) => ({ error: 'ERROR_CORE', error_description: text })],
  [single, (text) => ({ error: text, error_description: '' })],
  [batch, (text) => ({ result: [{ TITLE: text }] })],
  [batch, (text) => ({ result: { result: { c0: { text }, c1: { text } } } })],
  [batch, (text) => ({ result: { result_error: { c0: text, c1: { error: text } } } })],
];

it('errors keep none of the responses alive that they are about', async () => {
  const credential = createWebhookCredential(
    webhookUrlOf('https://portal.bitrix24.com/rest/1/abcdefghijklmnop/'),
  );
  const ask = async ([send, answer]: (typeof UNREADABLE)[number]) => {
    const post: Post = async () => {
      await Promise.resolve();
      const body = JSON.stringify(answer('x'.repeat(LARGE)));
      return { status: 200, location: undefined, body, values: 5 };
    };
    return send(createSender({ post, credential, clock: systemClock() }));
  };
  for (const each of UNREADABLE) await ask(each);
  const before = await heapInUse();
  const kept: unknown[] = [];
  for (const each of UNREADABLE) kept.push(...(await ask(each)), ...(await ask(each)));
  expect((await heapInUse()) - before).toBeLessThan(LARGE);
  for (const error of kept) expect(error).toBeInstanceOf(Bitrix24Error);
});
