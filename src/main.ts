import { startApp } from './app/app.ts';
import { openPortal } from './app/open-portal.ts';
import { explainStartFailure } from './app/start-failure.ts';
import { onStopSignals } from './app/stop-signals.ts';
import { readSettings } from './config/read-settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const portal = await openPortal(settings);
  const app = await startApp({ config: settings, source: portal.source }).catch(async (error: unknown) => {
    await portal.close();
    throw error;
  });
  if (!settings.production) process.stdout.write(banner(app.url, portal.description));

  onStopSignals(process, () => performance.now(), {
    stop: () => void app.close().then(portal.close),
    abort: () => process.exit(1),
  });
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
