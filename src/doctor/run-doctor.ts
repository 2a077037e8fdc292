import { systemClock } from '../bitrix24/clock.ts';
import type { ApplicationSource, Config, Settings } from '../config/config.ts';
import { urlOf } from '../config/parse-url.ts';
import { readSettings, SettingsError } from '../config/read-settings.ts';
import type { Environment } from '../config/setting-reader.ts';
import { connect } from '../bitrix24/connection.ts';
import type { Credential } from '../credentials/credential.ts';
import { portalKeyOf } from '../credentials/portal-key.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import { forOperator } from '../app/start-failure.ts';
import { openPortal, type OpenPortal } from '../app/open-portal.ts';
import { openStoredInstallations, type StoredInstallations } from '../app/open-stored-installations.ts';
import { printableLine } from '../observability/printable.ts';
import { createScrubber } from '../observability/scrubber.ts';
import { StoreError } from '../state/installations.ts';
import { createTelephony } from '../telephony/telephony.ts';
import { userAgent } from '../app/user-agent.ts';
import { checkPortal, type CredentialKind, type Report } from './check-portal.ts';

/** Exit codes for scripts. */
const EXIT = { ok: 0, problem: 1, settings: 2, unreachable: 3 } as const;

const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const;

/** Where the doctor prints its findings, and what kept it from them, as a process does. */
export interface DoctorOutput {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Prints one line. */
type Print = (line: string) => void;

/**
 * `npm run doctor`: checks the portals of the settings and prints what it finds.
 *
 * @returns the exit code
 */
export async function runDoctor(environment: Environment, { stdout, stderr }: DoctorOutput): Promise<number> {
  try {
    // Whatever a portal put into a line.
    return await check(readSettings(environment), (line) => stdout.write(`${printableLine(line)}\n`));
  } catch (error) {
    stderr.write(forOperator(explainFailure(error), environment));
    return error instanceof SettingsError || error instanceof StoreError ? EXIT.settings : EXIT.problem;
  }
}

async function check(config: Settings, print: Print): Promise<number> {
  const portal = await openPortal(config);
  try {
    return await checkSource(config, portal, print);
  } finally {
    await portal.close();
  }
}

async function checkSource(
  config: Config,
  { source, description }: OpenPortal,
  print: Print,
): Promise<number> {
  switch (source.kind) {
    case 'webhook':
      print(`Portal: ${description}`);
      return checkWith(config, createWebhookCredential(source.webhook), 'webhook', print);
    case 'application':
      return checkInstallations(config, source, print);
    case 'passed-through':
      print(`Portal: ${description}`);
      print('Without a token for one of them there is nothing to check.');
      return EXIT.ok;
  }
}

async function checkInstallations(config: Config, source: ApplicationSource, print: Print): Promise<number> {
  const installations = await openStoredInstallations(source, config);
  try {
    return await checkEach(config, installations, print);
  } finally {
    await installations.close();
  }
}

async function checkEach(
  config: Config,
  { all, credentialOf }: StoredInstallations,
  print: Print,
): Promise<number> {
  if (all.length === 0) {
    print(
      '✗ No portal has the application installed: set the address for its events to /bitrix24/install of this',
    );
    print('  gateway, then install it.');
    return EXIT.problem;
  }
  const codes: number[] = [];
  for (const installation of all) {
    const { endpoint, memberId } = installation;
    print(`Portal: ${urlOf(endpoint).host} (member_id ${memberId}; portalKey ${portalKeyOf(memberId)})`);
    codes.push(await checkWith(config, credentialOf(installation), 'application', print));
  }
  return Math.max(...codes);
}

async function checkWith(
  config: Config,
  credential: Credential,
  kind: CredentialKind,
  print: Print,
): Promise<number> {
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

/** Only an unexpected error is printed with its stack. */
function explainFailure(error: unknown): string {
  if (error instanceof SettingsError || error instanceof StoreError) {
    const problems = error instanceof SettingsError ? error.problems : [error.message];
    return `The settings are not usable:\n${problems.map((problem) => `- ${problem}\n`).join('')}`;
  }
  return `The check failed.\n${error instanceof Error ? (error.stack ?? '') : ''}\n`;
}
