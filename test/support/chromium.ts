import { accessSync, constants } from 'node:fs';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium of this machine. Where there is none, says so loudly; in CI that is a failure. */
export function findChromium(): string | undefined {
  const found = PLACES.find((path) => path !== undefined && isExecutable(path));
  if (found) return found;
  const message =
    'No Chromium on this machine: the browser tests are SKIPPED. Install it or set CHROMIUM_PATH.';
  if (process.env['CI']) throw new Error(message);
  process.stderr.write(`\n*** ${message} ***\n\n`);
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For headless Chromium in containers, without the calls it makes home. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
