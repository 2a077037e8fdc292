import { randomBytes } from 'node:crypto';
import { forOperator } from '../app/start-failure.ts';
import { openStoredInstallations } from '../app/open-stored-installations.ts';
import { onStopSignals, type SignalSource } from '../app/stop-signals.ts';
import { userAgent } from '../app/user-agent.ts';
import { systemClock } from '../bitrix24/clock.ts';
import { connect } from '../bitrix24/connection.ts';
import type { ApplicationSource, Settings } from '../config/config.ts';
import { readSettings, SettingsError } from '../config/read-settings.ts';
import { Secret } from '../config/secret.ts';
import type { Environment } from '../config/setting-reader.ts';
import type { Credential } from '../credentials/credential.ts';
import { createWebhookCredential } from '../credentials/webhook.ts';
import type { CredentialKind } from '../doctor/check-portal.ts';
import { printableLine } from '../observability/printable.ts';
import { createScrubber } from '../observability/scrubber.ts';
import { StoreError, type Installation } from '../state/installations.ts';
import { toMarkdown } from './report.ts';
import { runAcceptance, type AcceptanceReport } from './run.ts';

/** Exit codes for scripts. */
const EXIT = { ok: 0, failed: 1, settings: 2, unreachable: 3 } as const;

/** What the portal is called with. */
interface Opened {
  readonly kind: CredentialKind;
  readonly credential: Credential;
  readonly close: () => void | Promise<void>;
}

/** The process that tries the calls: the report goes to standard output, so that it can be redirected into a file. */
export interface AcceptanceProcess extends SignalSource {
  readonly env: Environment;
  /** Those of the program begin at 2, as Node.js counts them. */
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exit(code: number): void;
}

/**
 * `npm run acceptance [-- MEMBER_ID]`: adds, changes and deletes a line on a test portal, and reports what the portal
 * does.
 *
 * @returns the exit code
 */
export async function acceptPortal(own: AcceptanceProcess): Promise<number> {
  try {
    return await tryCalls(own);
  } catch (error) {
    const isSettings = error instanceof SettingsError || error instanceof StoreError;
    const problems =
      error instanceof SettingsError ? error.problems : error instanceof Error ? [error.message] : [];
    const text =
      error instanceof NotInstalledError
        ? NOT_INSTALLED
        : isSettings
          ? `The settings are not usable:\n${problems.map((problem) => `- ${problem}\n`).join('')}`
          : `The run failed.\n${error instanceof Error ? (error.stack ?? '') : ''}\n`;
    own.stderr.write(forOperator(text, own.env));
    return isSettings ? EXIT.settings : EXIT.failed;
  }
}

async function tryCalls(own: AcceptanceProcess): Promise<number> {
  const settings = readSettings(own.env);
  const { kind, credential, close } = await openCredential(settings, own.argv[2]);
  const print = (line: string) => own.stdout.write(`${printableLine(line)}\n`);
  const note = (line: string) => own.stderr.write(`${printableLine(line)}\n`);
  const connection = connect({
    config: settings,
    userAgent: userAgent(),
    clock: systemClock(),
    random: Math.random,
    onlyPublic: kind === 'application',
  });
  const password = randomBytes(12).toString('base64url');
  const { scrub } = createScrubber([new Secret(password), ...credential.secrets]);
  const token = randomBytes(8).toString('hex');
  let stopped = false;
  onStopSignals(own, () => performance.now(), {
    stop: () => {
      stopped = true;
      note('Stopping after this step, and cleaning up. Ctrl-C again ends at once.');
    },
    abort: () => {
      note(`Not cleaned up: delete the lines with "${token}" in their title by hand.`);
      own.exit(EXIT.failed);
    },
  });
  try {
    const report = await runAcceptance({
      client: connection.attach(credential).open('acceptance'),
      clock: systemClock(),
      kind,
      token,
      password,
      isStopped: () => stopped,
      onStep: ({ name, ok, text }) => {
        note(scrub(`${ok ? '✓' : '✗'} ${name}: ${text}`));
      },
    });
    for (const sentence of report.left) note(scrub(`✗ ${sentence}`));
    const day = new Date().toISOString().slice(0, 10);
    for (const line of toMarkdown(report, { kind, gateway: userAgent(), day })) print(scrub(line));
    return exitCode(report);
  } finally {
    connection.close();
    await close();
  }
}

async function openCredential(settings: Settings, memberId: string | undefined): Promise<Opened> {
  const { portal } = settings;
  switch (portal.kind) {
    case 'webhook':
      return { kind: 'webhook', credential: createWebhookCredential(portal.webhook), close: () => undefined };
    case 'application':
      return openInstallation(portal, settings, memberId);
    case 'embedded-emulator':
    case 'passed-through':
      throw new SettingsError([
        'Set BITRIX24_WEBHOOK_URL, or BITRIX24_CLIENT_ID and what belongs to it, to a portal for tests: this adds and deletes a line there.',
      ]);
  }
}

async function openInstallation(
  source: ApplicationSource,
  settings: Settings,
  memberId: string | undefined,
): Promise<Opened> {
  const { all, credentialOf, close } = await openStoredInstallations(source, settings);
  try {
    return { kind: 'application', credential: credentialOf(theOnly(all, memberId)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function theOnly(installations: readonly Installation[], memberId: string | undefined): Installation {
  if (installations.length === 0) throw new NotInstalledError();
  const candidates = installations.filter((each) => memberId === undefined || each.memberId === memberId);
  const [installation] = candidates;
  if (installation && candidates.length === 1) return installation;
  const names = installations.map((each) => each.memberId).join(', ');
  throw new SettingsError([
    `Name the portal by its member_id: npm run acceptance -- MEMBER_ID. The application is installed on: ${names}.`,
  ]);
}

/** No portal has the application installed: no setting is wrong. */
class NotInstalledError extends Error {
  override readonly name = 'NotInstalledError';
}

const NOT_INSTALLED =
  '✗ No portal has the application installed: set the address for its events to /bitrix24/install of this gateway, then install it.\n';

function exitCode({ reached, steps, left }: AcceptanceReport): number {
  if (!reached) return EXIT.unreachable;
  return left.length === 0 && steps.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
}
