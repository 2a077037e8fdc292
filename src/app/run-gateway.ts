import { startApp, type App } from './app.ts';
import { loadFormat } from './log-format.ts';
import { openPortal } from './open-portal.ts';
import { openProcessOutput, type ProcessOutput } from './process-output.ts';
import { explainStartFailure } from './start-failure.ts';
import { onStopSignals } from './stop-signals.ts';
import { onUnhandledFaults, type HandleFault } from './unhandled-faults.ts';
import { readSettings } from '../config/read-settings.ts';
import type { Environment } from '../config/setting-reader.ts';

/** Runs the gateway as this process, until it is stopped by a signal. Never rejects. For the process root only. */
export async function runGateway(environment: Environment): Promise<void> {
  const output = openProcessOutput();
  const handleFaultsBy = onUnhandledFaults(process, async (error) => {
    output.printFault(error);
    await output.end();
  });
  try {
    await serve(environment, output, handleFaultsBy);
  } catch (error) {
    process.exitCode = 1;
    output.printError(explainStartFailure(error, environment));
    await output.end();
  }
}

async function serve(
  environment: Environment,
  output: ProcessOutput,
  handleFaultsBy: (handle: HandleFault) => void,
): Promise<void> {
  const settings = readSettings(environment);
  const { isTTY } = process.stdout;
  const format = await loadFormat(settings, { isTTY, noColor: !!environment['NO_COLOR'] });
  if (format) output.useFormat(format);
  const portal = await openPortal(settings);
  const app = await startApp({ config: settings, source: portal.source, logDestination: output.log }).catch(
    async (error: unknown) => {
      await portal.close();
      throw error;
    },
  );

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
  // Last, because whoever reads it may send a signal.
  if (!settings.production) output.log.write(banner(app, portal.description));
}

function banner({ url, explorerUrl, referenceUrl }: App, portal: string): string {
  return [
    '',
    `  Bitrix24 telephony gateway`,
    `  GraphQL and Apollo Sandbox  ${url}`,
    ...(explorerUrl === undefined ? [] : [`  Offline explorer            ${explorerUrl}`]),
    ...(referenceUrl === undefined ? [] : [`  Reference                   ${referenceUrl}`]),
    `  Portal                      ${portal}`,
    '',
    '',
  ].join('\n');
}
