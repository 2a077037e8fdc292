import { SettingsError } from '../config/read-settings.ts';
import { StoreError } from '../state/installations.ts';

/** Explains to the operator why the gateway cannot start. Only an unexpected error is printed with its stack. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof SettingsError) {
    return `The gateway cannot start:\n${error.problems.map((problem) => `- ${problem}\n`).join('')}`;
  }
  if (error instanceof StoreError) return `The gateway cannot start: ${error.message}\n`;
  if (!(error instanceof Error)) return 'The gateway cannot start.\n';
  const code = 'code' in error ? String(error.code) : undefined;
  return code === 'EADDRINUSE'
    ? 'The gateway cannot start: another program is listening on this HOST and PORT. Set PORT to a free one.\n'
    : `The gateway cannot start${code ? ` (${code})` : ''}.\n${error.stack ?? ''}\n`;
}
