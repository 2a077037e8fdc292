import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway } from '../gateway.js';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser } from './support/open-app.ts';

// Not a page of the app, but here is what checks accessibility.
describe.skipIf(!hasChromium)('the reference that the gateway serves', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('is accessible, with and without results of a search', async () => {
    const gateway = await startGateway({ PATH: process.env['PATH'] });
    try {
      const page = await browser.newPage();
      await page.goto(`${gateway.origin}/docs`);
      // Entries are alike, and axe takes a minute for all of them.
      await page.evaluate(
        "for (const group of document.querySelectorAll('.group')) for (const entry of [...group.querySelectorAll('.entry')].slice(2)) entry.remove()",
      );
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByLabel('Search').fill('title');
      expect(await accessibilityProblems(page)).toEqual([]);
    } finally {
      await gateway.close();
    }
  });
});
