import { createSender, type Sender } from '../../src/bitrix24/protocol/sender.ts';
import { webhookUrlOf } from '../../src/config/webhook-url.ts';
import { createWebhookCredential } from '../../src/credentials/webhook.ts';
import { CLOUD_LIMITS, DEFAULT_WEBHOOK_CODE } from '../../src/emulator/options.ts';
import { seededRandom } from '../../test/support/random-runs.ts';
import { createVirtualGateway, type VirtualGateway } from '../../test/support/virtual-gateway.ts';
import { createRival, type Rival, type RivalKind } from './rivals.ts';
import { LINES, SECONDS } from './workload.ts';

export type Contestant = 'gateway' | RivalKind;

/** A fresh portal and somebody who calls it. */
export interface Track {
  readonly gateway: VirtualGateway;
  /** Each call of it is an operation of its own. */
  readonly open: () => Rival;
}

const PATIENT = { readMs: 3_600_000, writeMs: 3_600_000 };

/** @param empty whether the rate bucket has just been used up, instead of not at all */
export async function openTrack(contestant: Contestant, empty: boolean): Promise<Track> {
  const gateway = createVirtualGateway({
    portal: { latency: SECONDS },
    deadlines: PATIENT,
    random: seededRandom(7),
  });
  const { time, portal } = gateway;
  await time.until(addLines(gateway));
  // Until the bucket has leaked and the work is forgotten.
  await time.until(time.sleep(700_000));
  portal.journal.clear();
  if (empty) await time.until(useUp(gateway));
  if (contestant === 'gateway') {
    if (empty) gateway.bucket.refused(time.now());
    return { gateway, open: () => asRival(gateway) };
  }
  const rival = createRival(contestant, senderOf(gateway), time, empty);
  return { gateway, open: () => rival };
}

function asRival(gateway: VirtualGateway): Rival {
  const client = gateway.client();
  return {
    async run(command) {
      await client.call(command);
    },
    async runAll(commands) {
      const failed = (await client.callAll(commands)).find((outcome) => outcome instanceof Error);
      if (failed) throw failed;
    },
  };
}

async function addLines({ portal }: VirtualGateway): Promise<void> {
  for (let added = 0; added < LINES; added += 50) {
    const cmd = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `c${index}`,
        `voximplant.sip.add?TITLE=Line%20${added + index}&SERVER=sip.example.com&LOGIN=a&PASSWORD=b`,
      ]),
    );
    await request(portal, 'batch', { cmd });
  }
}

async function useUp({ portal }: VirtualGateway): Promise<void> {
  await Promise.all(Array.from({ length: CLOUD_LIMITS.rate.burst }, () => request(portal, 'scope', {})));
  portal.journal.clear();
}

function request(portal: VirtualGateway['portal'], method: string, params: object): Promise<unknown> {
  return portal.handle({
    method: 'POST',
    path: `/rest/1/${DEFAULT_WEBHOOK_CODE}/${method}`,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
    remoteAddress: '10.0.0.1',
    secure: true,
  });
}

function senderOf({ post, time }: VirtualGateway): Sender {
  const webhook = webhookUrlOf(`https://portal.bitrix24.com/rest/1/${DEFAULT_WEBHOOK_CODE}/`);
  return createSender({ post, credential: createWebhookCredential(webhook), clock: time });
}

/** Requests that reached the portal, and those of them that its rate bucket refused. */
export function countRequests({ gateway }: Track): { readonly sent: number; readonly refused: number } {
  const sent = gateway.portal.journal.entries().filter(({ transport }) => transport === 'single');
  return { sent: sent.length, refused: sent.filter(({ status }) => status === 503).length };
}
