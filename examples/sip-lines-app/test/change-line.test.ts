import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, says } from './support/actions.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser, openApp } from './support/open-app.ts';

const LINE = { title: 'Sales', type: 'cloud', server: 'sip.example.com', login: 'sales' } as const;

describe.skipIf(!hasChromium)('a line', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('is edited: only what was changed is sent', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent } = app;
    emulator.portal.addLineOfPerson({ ...LINE, password: 'secret' });
    await page.reload();
    await page.getByRole('button', { name: 'Edit Sales' }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByLabel('Title').fill('Sales team');
    await page.getByRole('button', { name: 'Save' }).click();
    await says(page, 'Sales team was saved.');
    await entryOf(page, 'Sales team').waitFor();
    expect(sent('UpdateLine').map(({ input }) => input)).toEqual([{ title: 'Sales team' }]);
    expect(emulator.portal.lines()).toMatchObject([{ ...LINE, title: 'Sales team', password: 'secret' }]);
  });

  it('keeps its title if another line has the new one', async () => {
    await using app = await openApp(browser);
    const { page, emulator } = app;
    const other = emulator.portal.addLineOfPerson({ title: 'Support', type: 'cloud' });
    emulator.portal.addLineOfPerson(LINE);
    await page.reload();
    await page.getByRole('button', { name: 'Edit Sales' }).click();
    await page.getByLabel('Title').fill('Support');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('already exists').waitFor();
    const link = page.getByRole('link', { name: 'Show that line' });
    expect(await link.getAttribute('href')).toBe(`#line-${other.configId}`);
    expect(await entryOf(page, 'Sales').count()).toBe(1);
  });

  it('is deleted once that is confirmed, and not before', async () => {
    await using app = await openApp(browser);
    const { page, emulator, picture } = app;
    emulator.portal.addLineOfPerson(LINE);
    await page.reload();
    await page.getByRole('button', { name: 'Delete Sales' }).click();
    // Enter, pressed by mistake, deletes nothing.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cancel');
    await picture('delete');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(emulator.portal.lines()).toHaveLength(1);

    await page.getByRole('button', { name: 'Delete Sales' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await says(page, 'Sales was deleted.');
    await page.getByText('There are no lines yet.').waitFor();
    expect(emulator.portal.lines()).toEqual([]);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Lines');
  });

  it('stays in the list while the portal does not delete it', async () => {
    await using app = await openApp(browser);
    const { page, emulator } = app;
    emulator.portal.addLineOfPerson(LINE);
    await page.reload();
    emulator.portal.faults.inject({
      on: 'voximplant.sip.delete',
      kind: 'error',
      status: 403,
      code: 'ACCESS_DENIED',
    });
    await page.getByRole('button', { name: 'Delete Sales' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await entryOf(page, 'Sales').count()).toBe(1);
  });

  it('disappears while it is edited if somebody else deletes it', async () => {
    await using app = await openApp(browser);
    const { page, emulator, faults } = app;
    const { configId } = emulator.portal.addLineOfPerson(LINE);
    await page.reload();
    await page.getByRole('button', { name: 'Edit Sales' }).click();
    await page.getByLabel('Title').fill('Sales team');
    await fetch(`${emulator.webhookUrl}voximplant.sip.delete?CONFIG_ID=${configId}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await says(page, 'Somebody else has deleted it.');
    await page.getByText('There are no lines yet.').waitFor();
    expect(faults).toEqual([]);
  });

  it('disappears if somebody else has deleted it', async () => {
    await using app = await openApp(browser);
    const { page, emulator, faults } = app;
    emulator.portal.addLineOfPerson(LINE);
    await page.reload();
    await entryOf(page, 'Sales').waitFor();
    const { configId } = emulator.portal.lines()[0] ?? { configId: 0 };
    await fetch(`${emulator.webhookUrl}voximplant.sip.delete?CONFIG_ID=${configId}`);
    await page.getByRole('button', { name: 'Delete Sales' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await says(page, 'Sales was deleted.');
    await page.getByText('There are no lines yet.').waitFor();
    expect(faults).toEqual([]);
  });
});
