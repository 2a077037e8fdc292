import { systemClock } from '../../src/bitrix24/clock.ts';
import type { Command } from '../../src/bitrix24/protocol/command.ts';
import { createSender } from '../../src/bitrix24/protocol/sender.ts';
import { createTransport } from '../../src/bitrix24/protocol/transport.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { webhookUrlOf } from '../../src/config/webhook-url.ts';
import { connect } from '../../src/bitrix24/connection.ts';
import { createWebhookCredential } from '../../src/credentials/webhook.ts';
import type { Run } from './cases.ts';
import { createRival, type RivalKind } from './rivals.ts';
import { runWithSdk, type SdkWay } from './sdk.ts';
import { startSecurePortal, type SecurePortal } from './secure-portal.ts';
import { seededRandom } from '../../test/support/random-runs.ts';
import { mixedCommands } from './workload.ts';

const USER_AGENT = 'bench-limits/1';

export const REAL_CONTESTANTS = [
  'gateway',
  'one call per command',
  'batches of 50',
  'SDK, call each',
  'SDK, batchByChunk',
] as const;
export type RealContestant = (typeof REAL_CONTESTANTS)[number];

/** All commands at once over HTTPS, each contestant before a portal of its own, all at the same time. */
export async function realTimeCase(count: number): Promise<Map<RealContestant, Run>> {
  const commands = mixedCommands(count, seededRandom(count));
  const runs = await Promise.all(
    REAL_CONTESTANTS.map(async (contestant): Promise<[RealContestant, Run]> => {
      const portal = await startSecurePortal();
      const startedAt = performance.now();
      await runAll(contestant, portal, commands);
      const seconds = (performance.now() - startedAt) / 1000;
      const sent = portal.emulator.portal.journal.entries().filter(({ transport }) => transport === 'single');
      await portal.emulator.close();
      return [
        contestant,
        { seconds, requests: sent.length, refused: sent.filter(({ status }) => status === 503).length },
      ];
    }),
  );
  return new Map(runs);
}

function runAll(
  contestant: RealContestant,
  portal: SecurePortal,
  commands: readonly Command[],
): Promise<void> {
  switch (contestant) {
    case 'gateway':
      return runWithGateway(portal, commands);
    case 'one call per command':
    case 'batches of 50':
      return runWithRival(contestant, portal, commands);
    case 'SDK, call each':
    case 'SDK, batchByChunk':
      return runWithSdk(contestant satisfies SdkWay, portal, commands);
  }
}

async function runWithGateway(portal: SecurePortal, commands: readonly Command[]): Promise<void> {
  const connection = connect({
    config: readSettings({
      BITRIX24_WEBHOOK_URL: portal.emulator.webhookUrl,
      BITRIX24_READ_DEADLINE_MS: '60000',
      BITRIX24_WRITE_DEADLINE_MS: '120000',
    }),
    userAgent: USER_AGENT,
    clock: systemClock(),
    random: seededRandom(7),
    certificateAuthority: portal.certificate,
  });
  const outcomes = await connection.attach(credentialOf(portal)).open('bench').callAll(commands);
  connection.close();
  const failed = outcomes.find((outcome) => outcome instanceof Error);
  if (failed) throw failed;
}

async function runWithRival(
  kind: RivalKind,
  portal: SecurePortal,
  commands: readonly Command[],
): Promise<void> {
  const transport = createTransport({
    userAgent: USER_AGENT,
    certificateAuthority: portal.certificate,
  });
  const clock = systemClock();
  const sender = createSender({ post: transport.post, credential: credentialOf(portal), clock });
  await createRival(kind, sender, clock, false).runAll(commands);
  transport.close();
}

function credentialOf({ emulator }: SecurePortal) {
  return createWebhookCredential(webhookUrlOf(emulator.webhookUrl));
}
