import { startApp } from './app/app.ts';
import { openPortal } from './app/open-portal.ts';
import { openProcessOutput } from './app/process-output.ts';
import { explainStartFailure } from './app/start-failure.ts';
import { onStopSignals } from './app/stop-signals.ts';
import { onUnhandledFaults } from './app/unhandled-faults.ts';
import { readSettings } from './config/read-settings.ts';

const output = openProcessOutput();

const handleFaultsBy = onUnhandledFaults(process, async (error) => {
  output.printFault(error);
  await output.end();
});

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const portal = await openPortal(settings);
  const app = await startApp({ config: settings, source: portal.source, logDestination: output.log }).catch(
    async (error: unknown) => {
      await portal.close();
      throw error;
    },
  );
  if (!settings.production) output.log.write(banner(app.url, portal.description));

  const close = async () => {
    try {
      if (!(await app.close())) process.exitCode = 1;
    } catch (error) {
      process.exitCode = 1;
      app.reportFault(error);
    }
    await output.end(portal.close());
  };
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= close());
  handleFaultsBy((error) => {
    app.reportFault(error);
    return stop();
  });
  onStopSignals(process, () => performance.now(), {
    stop: () => void stop(),
    abort: () => process.exit(1),
  });
}

function banner(url: string, portal: string): string {
  const explorer = new URL('/explorer', url).href;
  return [
    '',
    `  Bitrix24 telephony gateway`,
    `  GraphQL and Apollo Sandbox  ${url}`,
    `  Offline explorer            ${explorer}`,
    `  Portal                      ${portal}`,
    '',
    '',
  ].join('\n');
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  output.printError(explainStartFailure(error, process.env));
  await output.end();
}
