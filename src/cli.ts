#!/usr/bin/env node
import { readPackageFile } from './config/package-file.ts';

/** The program of each sub-command, loaded only if it is called. Each is a process root. */
const PROGRAMS = {
  start: () => import('./main.ts'),
  doctor: () => import('./doctor/main.ts'),
  acceptance: () => import('./acceptance/main.ts'),
  'api-key': () => import('./api-key/main.ts'),
  emulator: () => import('./emulator/main.ts'),
};

const USAGE = `Usage: bitrix24-telephony-gateway COMMAND

  start       serves GraphQL; with no settings, against an embedded emulator of a portal
  doctor      checks that a portal is set up correctly
  acceptance  tries the gateway's calls on a portal for tests: acceptance [MEMBER_ID]
  api-key     generates a key for a caller: api-key NAME SCOPE… [--portal MEMBER_ID]…
  emulator    runs an emulator of a portal

The settings are environment variables: see docs/settings.md and docs/operations.md.
`;

const [command = ''] = process.argv.splice(2, 1);
if (isProgram(command)) await PROGRAMS[command]();
else if (command === '--version') {
  const { version } = JSON.parse(readPackageFile('package.json')) as { version: string };
  process.stdout.write(`${version}\n`);
} else if (command === '--help') process.stdout.write(USAGE);
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

function isProgram(name: string): name is keyof typeof PROGRAMS {
  return Object.hasOwn(PROGRAMS, name);
}
