import { readFileSync } from 'node:fs';
import { startEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import { readEnvironment } from './environment.ts';
import { DEFAULT_APPLICATION } from './oauth/installations.ts';

/**
 * For the gateway's file of emulated tokens. Always the same, so that the command works again with the file that it
 * left.
 */
const TOKEN_KEY = 'e'.repeat(64);

/** The root of `npm run emulator`. Only this file reads the environment and handles signals. */
const reading = readEnvironment(process.env, (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
});

if (reading.kind === 'problems') fail(reading.problems);
else {
  try {
    const emulator = await startEmulator(reading.options);
    let closing: Promise<void> | undefined;
    // Ctrl-C under npm arrives twice: from the terminal, and forwarded by npm.
    const stop = (): void => {
      closing ??= emulator.close();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Last, because whoever reads it may send a signal.
    process.stdout.write(`${welcome(emulator).join('\n')}\n`);
  } catch (error) {
    fail([startProblem(error)]);
  }
}

function welcome({ webhookUrl, origin }: Emulator): readonly string[] {
  return [
    'A Bitrix24 portal for development is running. Its inbound webhook:',
    `  ${webhookUrl}`,
    'Point the gateway at it:',
    `  BITRIX24_WEBHOOK_URL=${webhookUrl} npm start`,
    'Or run it as an application and then install that:',
    `  BITRIX24_CLIENT_ID=${DEFAULT_APPLICATION.clientId} BITRIX24_CLIENT_SECRET=${DEFAULT_APPLICATION.clientSecret} \\`,
    `  BITRIX24_OAUTH_SERVER=${origin}/oauth/token/ GATEWAY_TOKEN_FILE=emulator-tokens.jwe \\`,
    `  GATEWAY_TOKEN_KEY=${TOKEN_KEY} npm start`,
    `  curl ${origin}/_emulator/install -d '{"handler": "http://127.0.0.1:4000/bitrix24/install"}'`,
    'Add a line without a gateway, as often as you like:',
    `  curl ${webhookUrl}voximplant.sip.add -d TITLE="Line $(date +%s%N)" -d SERVER=sip.example.com -d LOGIN=me -d TYPE=office`,
    'See what it received (and in docs/emulator.md, how to inject faults):',
    `  curl ${origin}/_emulator/journal`,
  ];
}

function fail(problems: readonly string[]): void {
  process.stderr.write(`The emulator cannot start.\n${problems.map((problem) => `- ${problem}\n`).join('')}`);
  process.exitCode = 1;
}

function startProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'Another program is listening on the port; choose another one with EMULATOR_PORT.';
  if (code === 'EACCES')
    return 'This user may not listen on that port; choose one above 1023 with EMULATOR_PORT.';
  if (typeof code === 'string' && code.startsWith('ERR_OSSL')) {
    return 'EMULATOR_TLS_KEY and EMULATOR_TLS_CERT must be a private key and its certificate in PEM format.';
  }
  return error instanceof Error ? error.message : String(error);
}
