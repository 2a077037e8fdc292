import { startApp } from './app/app.ts';
import { openPortal } from './app/open-portal.ts';
import { explainStartFailure } from './app/start-failure.ts';
import { readSettings } from './config/settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const portal = await openPortal(settings);
  const app = await startApp({ config: settings, source: portal.source }).catch(async (error: unknown) => {
    await portal.close();
    throw error;
  });
  if (!settings.production) process.stdout.write(banner(app.url, portal.description));

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
  process.stderr.write(explainStartFailure(error));
  process.exitCode = 1;
}
