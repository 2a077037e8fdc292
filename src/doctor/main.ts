import { systemClock } from '../bitrix24/clock.ts';
import type { ApplicationSource, Config } from '../config/config.ts';
import { readSettings, SettingsError } from '../config/settings.ts';
import { connect } from '../bitrix24/connection.ts';
import { createApplicationCredential } from '../credentials/application/application-credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import { openPortal, type OpenPortal } from '../app/open-portal.ts';
import { connectOAuthServer } from '../portals/connect-oauth-server.ts';
import { openInstallationFile } from '../state/installation-file.ts';
import { StoreError } from '../state/installations.ts';
import { createTelephony } from '../telephony/telephony.ts';
import { userAgent } from '../app/user-agent.ts';
import { examine, type Examination, type Holder } from './examine.ts';

/** What a script learns from the exit code. */
const EXIT = { good: 0, bad: 1, settings: 2, unreachable: 3 } as const;

const SIGNS = { good: '✓', doubtful: '!', bad: '✗' } as const;

async function main(): Promise<number> {
  const config = readSettings(process.env);
  const portal = await openPortal(config);
  try {
    return await examineSource(config, portal);
  } finally {
    await portal.close();
  }
}

async function examineSource(config: Config, { source, description }: OpenPortal): Promise<number> {
  switch (source.kind) {
    case 'webhook':
      print(`Portal: ${description}`);
      return examineWith(config, createWebhookCredential(source.webhook), 'webhook');
    case 'application':
      return examineInstallations(config, source);
    case 'passed-through':
      print(`Portal: ${description}`);
      print('Without a token for one of them there is nothing to check.');
      return EXIT.good;
  }
}

async function examineInstallations(config: Config, source: ApplicationSource): Promise<number> {
  const store = await openInstallationFile(source.tokenFile, source.tokenKey);
  const installations = await store.all();
  if (installations.length === 0) {
    print('✗ No portal has the application installed: name /bitrix24/install of this gateway as the address');
    print('  for its events, then install it.');
    return EXIT.bad;
  }
  const oauth = connectOAuthServer(source, { userAgent: userAgent(), wallClock: Date.now });
  const codes: number[] = [];
  for (const installation of installations) {
    const { endpoint, memberId } = installation;
    print(`Portal: ${new URL(endpoint).host} (member_id ${memberId}; portalKey ${portalKeyOf(memberId)})`);
    const credential = createApplicationCredential({ installation, store, oauth, now: Date.now });
    codes.push(await examineWith(config, credential, 'application'));
  }
  oauth.close();
  return Math.max(...codes);
}

async function examineWith(config: Config, credential: Credential, holder: Holder): Promise<number> {
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
  const result = await examine(createTelephony(connection.attach(credential).open()), holder, Date.now);
  for (const { state, text } of result.findings) print(`${SIGNS[state]} ${text}`);
  // The address of an application's portal comes with its next token.
  if (holder === 'webhook') for (const line of renamed) print(line);
  connection.close();
  return exitCode(result);
}

function exitCode({ reached, findings }: Examination): number {
  if (!reached) return EXIT.unreachable;
  return findings.some(({ state }) => state === 'bad') ? EXIT.bad : EXIT.good;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof StoreError)) throw error;
  const problems = error instanceof SettingsError ? error.problems : [error.message];
  process.stderr.write(
    `The settings are not usable:\n${problems.map((problem) => `- ${problem}\n`).join('')}`,
  );
  process.exitCode = EXIT.settings;
}
