import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceUntil, entryOf } from './support/actions.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser, openApp } from './support/open-app.ts';

const MINUTE = 60_000;

/** As if another tab were in front. */
const setHidden = (page: Page, isHidden: boolean) =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: ${isHidden ? "'hidden'" : "'visible'"} });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

describe.skipIf(!hasChromium)('what the page shows', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('is read once a minute, registrations less often the more there are, and nothing unseen', async () => {
    await using app = await openApp(browser, { prepare: (page) => page.clock.install() });
    const { page, emulator, sent } = app;
    for (let number = 1; number <= 6; number += 1) {
      emulator.portal.addLineOfPerson({ title: `Line ${number}`, type: 'cloud' });
    }
    await page.reload();
    await expect.poll(() => page.getByText('Registered').count()).toBe(6);
    const first = { lines: sent('Lines').length, registrations: sent('Registrations').length };
    const seconds = await advanceUntil(page, () => sent('Registrations').length > first.registrations);
    // 17.5 s for each of six lines, from when they were first read.
    expect(seconds).toBeGreaterThan(95);
    const reads = sent('Lines').length - first.lines;
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThanOrEqual(Math.ceil(seconds / 60));

    await setHidden(page, true);
    const unseen = sent('Lines').length;
    await page.clock.runFor(30 * MINUTE);
    expect(sent('Lines').length).toBe(unseen);

    emulator.portal.setRegistration(emulator.portal.lines()[0]?.regId ?? 0, {
      statusResult: 'error',
      statusCode: 403,
      errorMessage: 'Wrong password',
    });
    await setHidden(page, false);
    const failed = entryOf(page, 'Line 1').getByText('Wrong password, SIP 403');
    expect(await advanceUntil(page, () => sent('Lines').length > unseen)).toBeLessThan(60);
    await advanceUntil(page, () => failed.isVisible());
  });

  it('is read at every tick while a line registers', async () => {
    await using app = await openApp(browser, { prepare: (page) => page.clock.install() });
    const { page, emulator, sent } = app;
    const { regId } = emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud' });
    emulator.portal.setRegistration(regId ?? 0, { statusResult: 'in_progress', statusCode: 0 });
    await page.reload();
    await entryOf(page, 'Sales').getByText('Registering…').waitFor();
    emulator.portal.setRegistration(regId ?? 0, { statusResult: 'success', statusCode: 200 });
    const before = sent('Registrations').length;
    expect(await advanceUntil(page, () => sent('Registrations').length > before)).toBeLessThan(30);
    await advanceUntil(page, () => entryOf(page, 'Sales').getByText('Registered').isVisible());
  });

  it('stays while the portal cannot be read', async () => {
    await using app = await openApp(browser, { prepare: (page) => page.clock.install() });
    const { page, emulator } = app;
    emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud' });
    await page.reload();
    await entryOf(page, 'Sales').waitFor();
    emulator.portal.faults.inject({
      on: 'voximplant.sip.get',
      kind: 'error',
      status: 400,
      code: 'SOMETHING_NEW',
      times: Infinity,
    });
    await advanceUntil(page, () => page.getByText('For the operator: request').isVisible());
    expect(await entryOf(page, 'Sales').count()).toBe(1);
  });

  it('includes what is not known of registrations', async () => {
    await using app = await openApp(browser, { prepare: (page) => page.clock.install() });
    const { page, emulator, faults } = app;
    const lost = emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud' });
    emulator.portal.addLineOfPerson({ title: 'Support', type: 'cloud' });
    emulator.portal.forgetRegistration(lost.regId ?? 0);
    await page.reload();
    await entryOf(page, 'Sales').getByText('The provider no longer knows it.').waitFor();
    await entryOf(page, 'Support').getByText('Registered').waitFor();

    emulator.portal.faults.inject({
      on: 'voximplant.sip.status',
      kind: 'error',
      status: 403,
      code: 'ACCESS_DENIED',
      times: Infinity,
    });
    await advanceUntil(page, () => entryOf(page, 'Support').getByText('Unknown').isVisible());
    emulator.portal.faults.clear();
    await advanceUntil(page, () => entryOf(page, 'Support').getByText('Registered').isVisible());
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
