import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.ts';
import { startGateway } from '../support/gateway.ts';

const executablePath = findChromium();
const screenshots = process.env['SCREENSHOTS'];

describe.skipIf(!executablePath)('the explorer without internet', () => {
  it('adds a line when play is pressed, and shows TITLE_EXISTS when it is pressed again', async () => {
    await using gateway = await startGateway();
    const browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_ARGS });
    try {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const foreign: string[] = [];
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (/^https?:$/.test(protocol) && host !== new URL(gateway.url).host) foreign.push(request.url());
      });
      await page.goto(new URL('/explorer', gateway.url).href);

      const shows = (text: string) =>
        page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(text)})`);
      const play = () =>
        page
          .getByRole('button', { name: /send|run/i })
          .first()
          .click();

      // In quotes it stands in the answer only; the operation names the field without.
      await play();
      await shows('"regId"');
      expect(gateway.emulator.portal.lines()).toMatchObject([{ title: 'Sales line', type: 'cloud' }]);
      await play();
      await shows('"TITLE_EXISTS"');
      if (screenshots) {
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: `${screenshots}/explorer.png` });
      }
      expect(foreign).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
