import { firstProgram, reportSkipped } from './programs-of-machine.ts';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium of this machine. Where there is none, says so loudly; in CI that is a failure. */
export function findChromium(): string | undefined {
  const found = firstProgram(PLACES);
  if (found) return found;
  reportSkipped(
    'No Chromium on this machine: the browser tests are SKIPPED. Install it or set CHROMIUM_PATH.',
  );
  return undefined;
}

/**
 * The popups of the address bar, whose pages each window would load, which takes a second and a half of a processor; and
 * because this replaces the list that Playwright passes, what it has there (1.65), but for Edge and Windows.
 */
const DISABLED_FEATURES = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

/** For headless Chromium in containers, without the calls it makes home. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
];
