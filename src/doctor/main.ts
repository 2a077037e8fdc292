import { systemClock } from '../bitrix24/clock.ts';
import type { ApplicationSource, Config } from '../config/config.ts';
import { urlOf } from '../config/parse-url.ts';
import { readSettings, SettingsError } from '../config/read-settings.ts';
import { connect } from '../bitrix24/connection.ts';
import { createApplicationCredential } from '../credentials/application/application-credential.ts';
import type { Credential } from '../credentials/credential.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import { forOperator } from '../app/start-failure.ts';
import { openPortal, type OpenPortal } from '../app/open-portal.ts';
import { openStoredInstallations } from '../app/open-stored-installations.ts';
import { printableLine } from '../observability/printable.ts';
import { createScrubber } from '../observability/scrubber.ts';
import { connectOAuthServers } from '../portals/connect-oauth-servers.ts';
import { StoreError, type InstallationStore } from '../state/installations.ts';
import { createTelephony } from '../telephony/telephony.ts';
import { userAgent } from '../app/user-agent.ts';
import { checkPortal, type CredentialKind, type Report } from './check-portal.ts';

/** Exit codes for scripts. */
const EXIT = { ok: 0, problem: 1, settings: 2, unreachable: 3 } as const;

const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const;

async function main(): Promise<number> {
  const config = readSettings(process.env);
  const portal = await openPortal(config);
  try {
    return await checkSource(config, portal);
  } finally {
    await portal.close();
  }
}

async function checkSource(config: Config, { source, description }: OpenPortal): Promise<number> {
  switch (source.kind) {
    case 'webhook':
      print(`Portal: ${description}`);
      return checkWith(config, createWebhookCredential(source.webhook), 'webhook');
    case 'application':
      return checkInstallations(config, source);
    case 'passed-through':
      print(`Portal: ${description}`);
      print('Without a token for one of them there is nothing to check.');
      return EXIT.ok;
  }
}

async function checkInstallations(config: Config, source: ApplicationSource): Promise<number> {
  const { store, close } = await openStoredInstallations(source, config);
  try {
    return await checkEach(config, source, store);
  } finally {
    await close();
  }
}

async function checkEach(
  config: Config,
  source: ApplicationSource,
  store: InstallationStore,
): Promise<number> {
  const installations = await store.all();
  if (installations.length === 0) {
    print(
      '✗ No portal has the application installed: set the address for its events to /bitrix24/install of this',
    );
    print('  gateway, then install it.');
    return EXIT.problem;
  }
  const oauth = connectOAuthServers(source, {
    userAgent: userAgent(),
    proxy: config.proxy,
    wallClock: Date.now,
  });
  const codes: number[] = [];
  for (const installation of installations) {
    const { endpoint, memberId } = installation;
    print(`Portal: ${urlOf(endpoint).host} (member_id ${memberId}; portalKey ${portalKeyOf(memberId)})`);
    const credential = createApplicationCredential({
      installation,
      store,
      oauth,
      wallClock: Date.now,
      now: () => performance.now(),
    });
    codes.push(await checkWith(config, credential, 'application'));
  }
  oauth.close();
  return Math.max(...codes);
}

async function checkWith(config: Config, credential: Credential, kind: CredentialKind): Promise<number> {
  const renamed: string[] = [];
  const connection = connect({
    config,
    userAgent: userAgent(),
    clock: systemClock(),
    random: Math.random,
    onlyPublic: kind === 'application',
    onRenamed: () => {
      renamed.push('! The portal was renamed: put its new address into BITRIX24_WEBHOOK_URL.');
    },
  });
  const report = await checkPortal(
    createTelephony(connection.attach(credential).open('doctor')),
    kind,
    Date.now,
  );
  const { scrub } = createScrubber(credential.secrets);
  for (const { level, text } of report.findings) print(`${SIGNS[level]} ${scrub(text)}`);
  // An application gets the new address of its portal with the next token.
  if (kind === 'webhook') for (const line of renamed) print(line);
  connection.close();
  return exitCode(report);
}

function exitCode({ reached, findings }: Report): number {
  if (!reached) return EXIT.unreachable;
  return findings.some(({ level }) => level === 'problem') ? EXIT.problem : EXIT.ok;
}

/** Prints one line, whatever a portal put into it. */
function print(line: string): void {
  process.stdout.write(`${printableLine(line)}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(forOperator(explainFailure(error), process.env));
  process.exitCode =
    error instanceof SettingsError || error instanceof StoreError ? EXIT.settings : EXIT.problem;
}

/** Only an unexpected error is printed with its stack. */
function explainFailure(error: unknown): string {
  if (error instanceof SettingsError || error instanceof StoreError) {
    const problems = error instanceof SettingsError ? error.problems : [error.message];
    return `The settings are not usable:\n${problems.map((problem) => `- ${problem}\n`).join('')}`;
  }
  return `The check failed.\n${error instanceof Error ? (error.stack ?? '') : ''}\n`;
}
