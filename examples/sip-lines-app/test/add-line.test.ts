import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, fillNewLine, hold, says, submit, submitAndLoseResponse } from './support/actions.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser, openApp } from './support/open-app.ts';

/** The gateway reports soon what it cannot settle. */
const IMPATIENT = { BITRIX24_WRITE_DEADLINE_MS: '1000' };

describe.skipIf(!hasChromium)('adding a line', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('is done with the keyboard alone, and shows the line with its registration', async () => {
    await using app = await openApp(browser);
    const { page, emulator, faults } = app;
    await page.getByText('There are no lines yet.').waitFor();
    await page.getByRole('button', { name: 'Add line' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    for (const text of ['Sales', 'sip.example.com', 'user', 'secret']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says(page, 'Sales was added.');
    expect(emulator.portal.lines()).toMatchObject([
      { title: 'Sales', type: 'cloud', server: 'sip.example.com', login: 'user', password: 'secret' },
    ]);
    const entry = entryOf(page, 'Sales');
    await entry.getByText('Registered').waitFor();
    // The first line of a portal becomes its default.
    await entry.getByText('Default', { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Add line');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('shows every problem at its field', async () => {
    await using app = await openApp(browser);
    const { page, emulator, picture } = app;
    await page.getByRole('button', { name: 'Add line' }).click();
    await submit(page);
    for (const label of ['Title', 'Server', 'Login']) {
      const field = page.getByLabel(label, { exact: true });
      await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
      const description = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? '';
      expect(await page.locator(`[id="${description}"]`).innerText()).toContain('Must not be empty.');
    }
    expect(await page.evaluate("document.activeElement.getAttribute('name')")).toBe('title');
    await picture('problems');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(emulator.portal.lines()).toEqual([]);
  });

  it('says which line has the title, and leads to it', async () => {
    await using app = await openApp(browser);
    const { page, emulator, picture } = app;
    const { configId } = emulator.portal.addLineOfPerson({ title: 'Sales', type: 'office' });
    await fillNewLine(page, { title: 'sales' });
    await submit(page);
    await page.getByText('A line with this title already exists').waitFor();
    await picture('title-exists');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Show that line' }).click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#line-${configId}`);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('offers an office line where there is no room for a cloud line', async () => {
    await using app = await openApp(browser, { portal: { cloudLimit: 0 } });
    const { page, emulator, picture } = app;
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    await page.getByRole('alert').getByText('The portal has no room').waitFor();
    await picture('no-room');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make it an office line' }).click();
    await submit(page);
    await says(page, 'Sales was added.');
    expect(emulator.portal.lines()).toMatchObject([{ title: 'Sales', type: 'office' }]);
  });

  it('waits as long as a busy portal asks for, and sends it again', async () => {
    await using app = await openApp(browser, { settings: IMPATIENT });
    const { page, emulator, sent, picture } = app;
    emulator.portal.faults.inject({
      on: 'voximplant.sip.add',
      kind: 'error',
      status: 503,
      code: 'QUERY_LIMIT_EXCEEDED',
      times: Infinity,
    });
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await picture('busy');
    expect(await accessibilityProblems(page)).toEqual([]);
    emulator.portal.faults.clear();
    await expect.poll(() => retry.getAttribute('aria-disabled'), { timeout: 20_000 }).toBe('false');
    await retry.click();
    await says(page, 'Sales was added.');
    const keys = sent('AddLine').map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
  });

  it('finds out what became of an add that the portal did not confirm', async () => {
    let execute!: () => void;
    const executed = new Promise<void>((resolve) => (execute = resolve));
    const clock = { now: () => Date.now(), sleep: () => executed };
    await using app = await openApp(browser, {
      portal: { clock },
      settings: { BITRIX24_WRITE_DEADLINE_MS: '3000' },
    });
    const { page, emulator, picture } = app;
    // The portal executes it when the test says so, whatever the delay.
    emulator.portal.faults.inject({ on: 'voximplant.sip.add', kind: 'late', delayMs: 60_000 });
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    const alert = page.getByRole('alert').filter({ hasText: 'may have been done or not' });
    await alert.waitFor();
    await alert.getByText(/It will be certain in \d+ s/).waitFor();
    await picture('outcome-unknown');
    expect(await accessibilityProblems(page)).toEqual([]);
    execute();
    await expect.poll(() => emulator.portal.lines()).toHaveLength(1);
    await alert.getByRole('button', { name: 'Find out' }).click();
    await says(page, 'Sales was added.');
    expect(emulator.portal.lines()).toHaveLength(1);
  });

  it('adds one line if the connection is lost after it was sent', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent } = app;
    await fillNewLine(page, { title: 'Sales' });
    await submitAndLoseResponse(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, 'Sales was added.');
    expect(emulator.portal.lines()).toHaveLength(1);
    expect(await entryOf(page, 'Sales').count()).toBe(1);
    const [first, second] = sent('AddLine');
    expect(second).toEqual(first);
  });

  it('adds one line if everything is entered again after a lost connection', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent } = app;
    await fillNewLine(page, { title: 'Sales' });
    await submitAndLoseResponse(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    await says(page, 'Sales was added.');
    expect(emulator.portal.lines()).toHaveLength(1);
    const [first, second] = sent('AddLine');
    expect(second).toEqual(first);
  });

  it('reports a failure to somebody who did not wait for it', async () => {
    await using app = await openApp(browser);
    const { page, emulator } = app;
    emulator.portal.addLineOfPerson({ title: 'Sales', type: 'office' });
    const { release } = await hold(page);
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('heading', { name: 'Calls' }).waitFor();
    release();
    await says(page, 'The line was not added. A line with this title already exists.');
  });

  it('says so if the provider rejects the registration', async () => {
    await using app = await openApp(browser, { portal: { carrier: 'fails-without-reg-id' } });
    const { page } = app;
    await fillNewLine(page, { title: 'Sales' });
    await submit(page);
    await says(page, 'the provider rejected its registration');
    await entryOf(page, 'Sales').getByText('Rejected by the provider').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('gives the focus back when it is called off', async () => {
    await using app = await openApp(browser);
    const { page, sent } = app;
    for (const leave of ['Escape', 'Cancel']) {
      await fillNewLine(page, { title: 'Sales' });
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Add line');
    }
    expect(sent('AddLine')).toEqual([]);
  });
});
