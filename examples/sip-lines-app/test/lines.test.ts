import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, hold, says } from './support/actions.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser, openApp } from './support/open-app.ts';

describe.skipIf(!hasChromium)('the lines', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('are shown once there is a connection', async () => {
    await using app = await openApp(browser, {
      prepare: (page) => page.route('**/graphql', (route) => route.abort()),
    });
    const { page, emulator, faults } = app;
    emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud' });
    await page.getByRole('alert').getByText('There is no connection').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await entryOf(page, 'Sales').getByText('Registered').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('come in pages', async () => {
    await using app = await openApp(browser);
    const { page, emulator } = app;
    for (let number = 1; number <= 60; number += 1) {
      emulator.portal.addLineOfPerson({ title: `Line ${number}`, type: 'office' });
    }
    await page.reload();
    await entryOf(page, 'Line 60').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await entryOf(page, 'Line 1').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(60);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  it('show titles as text, however they are written', async () => {
    await using app = await openApp(browser);
    const { page, emulator, faults } = app;
    const title = '<img src=x onerror=alert(1)>';
    emulator.portal.addLineOfPerson({ title, type: 'office' });
    emulator.portal.addLineOfPerson({ title: 'W'.repeat(300), type: 'cloud' });
    emulator.portal.addLineOfPerson({ title: '', type: 'cloud' });
    const response = await page.reload();
    expect(response?.headers()['content-security-policy']).toContain("default-src 'self'");
    await entryOf(page, title).waitFor();
    await entryOf(page, 'Line 3').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('one of them is shown with its calls', async () => {
    await using app = await openApp(browser);
    const { page, emulator, picture } = app;
    emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud' });
    const [line] = emulator.portal.lines();
    const call = { portalNumber: `reg${String(line?.regId)}`, phoneNumber: '15550123' };
    emulator.portal.addCall({ ...call, type: 2, duration: 75 });
    emulator.portal.addCall({ portalNumber: '15550100', phoneNumber: '15550199', type: 1 });
    await page.reload();
    await page.getByRole('link', { name: 'Sales' }).click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: '15550123' });
    await row.getByRole('cell', { name: '1:15', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await page.title()).toBe('Sales · SIP lines');
    await picture('line');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('row').filter({ hasText: '15550199' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('one of the office shows its password to those who ask for it', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent } = app;
    emulator.portal.addLineOfPerson({
      title: 'Warehouse',
      type: 'office',
      incomingServer: 'ip.example.com',
      incomingLogin: 'sip1',
      incomingPassword: 'sentinel',
    });
    await page.evaluate(`location.hash = '#line-1'`);
    const button = page.getByRole('button', { name: 'Show', exact: true });
    await button.waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(sent('PbxPassword')).toEqual([]);
    await button.click();
    await page.getByText('sentinel').waitFor();
    expect(await button.count()).toBe(0);
  });

  it('an address of a line that is not there says so', async () => {
    await using app = await openApp(browser);
    const { page } = app;
    await page.evaluate("location.hash = '#line-4711'");
    await page.getByRole('heading', { name: 'There is no such line' }).waitFor();
    await page.getByRole('link', { name: 'All lines' }).click();
    await page.getByText('There are no lines yet.').waitFor();
  });

  it('another becomes the default at once, and is not if the portal refuses', async () => {
    await using app = await openApp(browser);
    const { page, emulator, picture } = app;
    const server = 'sip.example.com';
    emulator.portal.addLineOfPerson({ title: 'Support', type: 'cloud', server, login: 'support' });
    emulator.portal.addLineOfPerson({ title: 'Sales', type: 'cloud', server, login: 'sales' });
    const failing = emulator.portal.addLineOfPerson({
      title: 'Berlin',
      type: 'cloud',
      server,
      login: 'berlin',
    });
    emulator.portal.setRegistration(failing.regId ?? 0, {
      statusResult: 'error',
      statusCode: 403,
      errorMessage: 'Wrong password',
    });
    emulator.portal.addLineOfPerson({
      title: 'Warehouse',
      type: 'office',
      server: 'pbx.example.com',
      login: 'portal',
    });
    await page.reload();
    const badge = (title: string) => entryOf(page, title).getByText('Default', { exact: true });
    await badge('Support').waitFor();

    const { release } = await hold(page);
    await page.getByRole('button', { name: 'Make default: Sales' }).click();
    await badge('Sales').waitFor();
    expect(await badge('Support').count()).toBe(0);
    expect(emulator.portal.outgoingLine()).toBe(
      emulator.portal.lines().map(({ regId }) => `reg${String(regId)}`)[0],
    );
    release();
    await says(page, 'Calls now go out through Sales.');
    await entryOf(page, 'Berlin').getByText('Wrong password').waitFor();
    await picture('lines');

    emulator.portal.faults.inject({
      on: 'voximplant.line.outgoing.sip.set',
      kind: 'error',
      status: 403,
      code: 'ACCESS_DENIED',
    });
    await page.getByRole('button', { name: 'Make default: Support' }).click();
    await entryOf(page, 'Support').getByRole('alert').waitFor();
    expect(await badge('Support').count()).toBe(0);
    expect(await badge('Sales').count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
