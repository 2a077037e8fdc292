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

/** These are configured by the environment only. */
const WITHOUT_ARGUMENTS = new Set<string>(['start', 'doctor', 'emulator']);

const [command = ''] = process.argv.splice(2, 1);
const argument = WITHOUT_ARGUMENTS.has(command) ? process.argv[2] : undefined;
if (command === '--help' || argument === '--help') process.stdout.write(USAGE);
else if (argument !== undefined) fail(`"${command}" takes no arguments: see below.\n\n${USAGE}`);
else if (isProgram(command)) await PROGRAMS[command]();
else if (command === '--version') {
  const { version } = JSON.parse(readPackageFile('package.json')) as { version: string };
  process.stdout.write(`${version}\n`);
} else fail(USAGE);

function fail(text: string): void {
  process.stderr.write(text);
  process.exitCode = 2;
}

function isProgram(name: string): name is keyof typeof PROGRAMS {
  return Object.hasOwn(PROGRAMS, name);
}
