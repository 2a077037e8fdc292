import { SettingsError } from '../config/settings.ts';
import { StoreError } from '../state/installations.ts';

/** Why the gateway cannot start, for its operator. Only the stack of an unexpected error may quote more than ours. */
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
