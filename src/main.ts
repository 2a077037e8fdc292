import { startApp } from './app/app.ts';
import { readSettings, SettingsError } from './config/settings.ts';
import { openPortal } from './app/open-portal.ts';
import { StoreError } from './state/installations.ts';

async function main(): Promise<void> {
  const config = readSettings(process.env);
  const portal = await openPortal(config);
  const app = await startApp({ config, webhook: portal.webhook }).catch(async (error: unknown) => {
    await portal.close();
    throw error;
  });
  if (!config.production) process.stdout.write(banner(app.url, portal.description));

  const stop = () => {
    // A second signal means now.
    process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1));
    void app.close().then(portal.close);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function banner(url: string, portal: string): string {
  const explorer = new URL('/explorer', url).href;
  return [
    '',
    `  Bitrix24 telephony gateway`,
    `  GraphQL and Apollo Sandbox  ${url}`,
    `  Explorer without internet   ${explorer}`,
    `  Portal                      ${portal}`,
    '',
    '',
  ].join('\n');
}

try {
  await main();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(
      `The gateway cannot start:\n${error.problems.map((problem) => `- ${problem}\n`).join('')}`,
    );
  } else if (error instanceof StoreError) {
    process.stderr.write(`The gateway cannot start: ${error.message}\n`);
  } else {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    process.stderr.write(
      code === 'EADDRINUSE'
        ? 'The gateway cannot start: another program listens on this HOST and PORT. Set PORT to a free one.\n'
        : `The gateway cannot start${code ? ` (${code})` : ''}.\n${error instanceof Error ? (error.stack ?? '') : ''}\n`,
    );
  }
  process.exitCode = 1;
}
