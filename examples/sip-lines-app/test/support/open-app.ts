import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../../src/emulator/emulator.ts';
import { CHROMIUM_ARGS, findChromium } from '../../../../test/support/chromium.ts';
import { startGateway } from '../../gateway.js';
import { servePage } from '../../serve.js';

export interface OpenApp extends AsyncDisposable {
  readonly page: Page;
  readonly emulator: Emulator;
  /** What the page reported that no test expects: errors that nothing caught, and what its policy forbids. */
  readonly faults: readonly string[];
  /** The operations that the page sent, with their variables. */
  readonly sent: (name: string) => readonly Readonly<Record<string, unknown>>[];
  /** Pictures of the page as it is, light, dark and narrow, if SCREENSHOTS is set to a folder. */
  readonly picture: (name: string) => Promise<void>;
}

export interface OpenAppOptions {
  readonly portal?: EmulatorOptions;
  /** Settings of the gateway. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

interface Sent {
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const SIZE = { width: 1000, height: 700 };

const executablePath = findChromium();

export const hasChromium = executablePath !== undefined;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_ARGS });

/** The built page in a browser, in front of the built gateway, in front of a portal. */
export async function openApp(browser: Browser, options: OpenAppOptions = {}): Promise<OpenApp> {
  const emulator = await startEmulator({ ...options.portal });
  const gateway = await startGateway({
    PATH: process.env['PATH'],
    BITRIX24_WEBHOOK_URL: emulator.webhookUrl,
    BITRIX24_RATE_LIMIT: 'off',
    GATEWAY_REQUESTS_PER_MINUTE: 'off',
    ...options.settings,
  });
  const served = await servePage(gateway.origin, { port: 0 });
  const context = await browser.newContext({ viewport: SIZE, locale: 'en-US', reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  const operations: Sent[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) operations.push(JSON.parse(request.postData() ?? '{}') as Sent);
  });
  await options.prepare?.(page);
  await page.goto(served.url);

  return {
    page,
    emulator,
    faults,
    sent: (name) =>
      operations.filter(({ operationName }) => operationName === name).map(({ variables }) => variables),
    async picture(name) {
      const folder = process.env['SCREENSHOTS'];
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
      }
      await page.setViewportSize({ width: 360, height: 700 });
      await page.screenshot({ path: join(folder, `${name}-narrow.png`) });
      await page.setViewportSize(SIZE);
      await page.emulateMedia({ colorScheme: 'light' });
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await served.close();
      await gateway.close();
      await emulator.close();
    },
  };
}
