import { systemClock } from '../bitrix24/clock.ts';
import { readSettings, SettingsError } from '../config/settings.ts';
import { connect } from '../connect.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import { openPortal } from '../open-portal.ts';
import { createTelephony } from '../telephony/telephony.ts';
import { userAgent } from '../user-agent.ts';
import { examine, type Examination } from './examine.ts';

/** What a script learns from the exit code. */
const EXIT = { good: 0, bad: 1, settings: 2, unreachable: 3 } as const;

const SIGNS = { good: '✓', doubtful: '!', bad: '✗' } as const;

async function main(): Promise<number> {
  const config = readSettings(process.env);
  const portal = await openPortal(config);
  process.stdout.write(`Portal: ${portal.description}\n`);
  if (!portal.webhook) {
    process.stdout.write('There is nothing to examine without a token of one.\n');
    return EXIT.good;
  }
  const renamed: string[] = [];
  const connection = connect({
    config,
    userAgent: userAgent(),
    clock: systemClock(),
    random: Math.random,
    onRenamed: () => {
      renamed.push('! The portal was renamed: put its new address into BITRIX24_WEBHOOK_URL.');
    },
  });
  const result = await examine(
    createTelephony(connection.attach(createWebhookCredential(portal.webhook)).open()),
    Date.now,
  );
  const lines = [...result.findings.map(({ state, text }) => `${SIGNS[state]} ${text}`), ...renamed];
  process.stdout.write(`${lines.join('\n')}\n`);
  connection.close();
  await portal.close();
  return exitCode(result);
}

function exitCode({ reached, findings }: Examination): number {
  if (!reached) return EXIT.unreachable;
  return findings.some(({ state }) => state === 'bad') ? EXIT.bad : EXIT.good;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  const problems = error.problems.map((problem) => `- ${problem}\n`).join('');
  process.stderr.write(`The settings are not usable:\n${problems}`);
  process.exitCode = EXIT.settings;
}
