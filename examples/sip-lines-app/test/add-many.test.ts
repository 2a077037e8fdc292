import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, says } from './support/actions.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { hasChromium, launchBrowser, openApp } from './support/open-app.ts';

const TABLE = [
  'Title\tType\tServer\tLogin\tPassword',
  'Sales\tcloud\tsip.example.com\tsales\tsecret',
  'Support\toffice\tpbx.example.com\tsupport\t"a ""b"""',
  'Taken\tcloud\tsip.example.com\ttaken\tsecret',
  '\toffice\tpbx.example.com\tx\tsecret',
].join('\n');

describe.skipIf(!hasChromium)('adding many lines', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('shows a result for each row, and keeps what was not added', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent, faults, picture } = app;
    emulator.portal.addLineOfPerson({ title: 'Taken', type: 'cloud' });
    await page.getByRole('link', { name: 'Add many' }).click();
    await page.getByLabel('Table').fill(TABLE);
    await page.getByRole('button', { name: 'Add 4 lines' }).click();
    await says(page, '2 of 4 lines were added.');
    const result = (row: number) => page.getByRole('row').nth(row).getByRole('cell').nth(1);
    expect(await result(1).innerText()).toContain('Added');
    expect(await result(2).innerText()).toContain('Added');
    expect(await result(3).innerText()).toContain('already exists');
    expect(await result(4).innerText()).toContain('Title: Must not be empty.');
    await picture('many');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(emulator.portal.lines().slice(1)).toMatchObject([
      { title: 'Sales', type: 'cloud', password: 'secret' },
      { title: 'Support', type: 'office', server: 'pbx.example.com', password: 'a "b"' },
    ]);

    await page.getByRole('button', { name: 'Keep the rows that were not added' }).click();
    const left = (await page.getByLabel('Table').inputValue()).split('\n');
    expect(left).toEqual([TABLE.split('\n')[0], ...TABLE.split('\n').slice(3)]);
    await page.getByLabel('Table').fill(left.join('\n').replace('Taken', 'Free').replace('\t', 'Last\t'));
    expect(sent('AddLines')).toHaveLength(1);

    await page.getByRole('link', { name: 'All lines' }).click();
    await entryOf(page, 'Sales').waitFor();
    await entryOf(page, 'Support').waitFor();
    expect(faults).toEqual([]);
  });

  it('sends the same list again with the same key, which adds only what is missing', async () => {
    await using app = await openApp(browser);
    const { page, emulator, sent } = app;
    await page.getByRole('link', { name: 'Add many' }).click();
    await page.getByLabel('Table').fill('A;sip.example.com;a;1\nB;sip.example.com;b;2');
    await page.route('**/graphql', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Add 2 lines' }).click();
    await page.getByRole('alert').getByText('There is no connection').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, '2 of 2 lines were added.');
    expect(emulator.portal.lines()).toHaveLength(2);
    const [first, second] = sent('AddLines');
    expect(second).toEqual(first);
  });

  it('sends nothing while a row cannot be understood', async () => {
    await using app = await openApp(browser);
    const { page, sent } = app;
    await page.getByRole('link', { name: 'Add many' }).click();
    await page.getByLabel('Table').fill('A;sip.example.com;a;1;kitchen');
    await page.getByText('The type must be cloud or office.').waitFor();
    const button = page.getByRole('button', { name: 'Add 1 line' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.click({ force: true });
    expect(sent('AddLines')).toEqual([]);
  });
});
