import { SettingsError } from '../config/read-settings.ts';
import { Secret } from '../config/secret.ts';
import { SECRET_SETTINGS, withSecretFiles } from '../config/secret-files.ts';
import type { Environment } from '../config/setting-reader.ts';
import { printable } from '../observability/printable.ts';
import { createScrubber } from '../observability/scrubber.ts';
import { StoreError } from '../state/installations.ts';

/**
 * Explains to the operator why the gateway cannot start. Only an unexpected error is printed with its stack.
 *
 * @param environment holds the secrets that must not be printed
 */
export function explainStartFailure(error: unknown, environment: Environment): string {
  return forOperator(explain(error), environment);
}

/** A text that is safe to print: without the secrets of the settings and without terminal control sequences. */
export function forOperator(text: string, environment: Environment): string {
  const settings = withSecretFiles(environment).environment;
  const values = [...SECRET_SETTINGS, 'https_proxy'].map((name) => settings[name]?.trim() ?? '');
  // A webhook's code and a proxy's password are secret by themselves.
  const codes = values.flatMap(
    (value) => /\/rest\/\d+\/([^/]+)/.exec(value)?.[1] ?? /:([^:@/]+)@/.exec(value)?.[1] ?? [],
  );
  const { scrub } = createScrubber([...values, ...codes].map((secret) => new Secret(secret)));
  return printable(scrub(text));
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) {
    return `The gateway cannot start:\n${error.problems.map((problem) => `- ${problem}\n`).join('')}`;
  }
  if (error instanceof StoreError) return `The gateway cannot start: ${error.message}\n`;
  if (!(error instanceof Error)) return 'The gateway cannot start.\n';
  const code = 'code' in error ? String(error.code) : undefined;
  return code === 'EADDRINUSE'
    ? `The gateway cannot start: another program is listening on port ${portOf(error)}. Set PORT and METRICS_PORT to free ones.\n`
    : `The gateway cannot start${code ? ` (${code})` : ''}.\n${error.stack ?? ''}\n`;
}

function portOf(error: Error): string {
  return 'port' in error ? String(error.port) : '';
}
