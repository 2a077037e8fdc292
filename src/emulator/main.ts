import { readFileSync } from 'node:fs';
import { startEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import { readEnvironment } from './environment.ts';
import { DEFAULT_APPLICATION } from './oauth/installations.ts';

/** Process root of `npm run emulator`: environment and signals are read here and nowhere else. */
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
    process.stdout.write(`${welcome(emulator).join('\n')}\n`);
    const stop = (): void => {
      void emulator.close();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
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
    'Or as an application, which you then install:',
    `  BITRIX24_CLIENT_ID=${DEFAULT_APPLICATION.clientId} BITRIX24_CLIENT_SECRET=${DEFAULT_APPLICATION.clientSecret} \\`,
    `  BITRIX24_OAUTH_SERVER=${origin}/oauth/token/ GATEWAY_TOKEN_KEY=$(openssl rand -hex 32) npm start`,
    `  curl ${origin}/_emulator/install -d '{"handler": "http://127.0.0.1:4000/bitrix24/install"}'`,
    'See what it received, and make things go wrong (docs/emulator.md):',
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
    return 'The port is taken by another program; choose another with EMULATOR_PORT.';
  if (code === 'EACCES')
    return 'This user may not listen on that port; choose one above 1023 with EMULATOR_PORT.';
  if (typeof code === 'string' && code.startsWith('ERR_OSSL')) {
    return 'EMULATOR_TLS_KEY and EMULATOR_TLS_CERT must be a private key and its certificate in PEM.';
  }
  return error instanceof Error ? error.message : String(error);
}
