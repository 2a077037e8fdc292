import type { Locator, Page } from 'playwright-core';

export interface TypedLine {
  readonly title: string;
  readonly type?: 'Cloud' | 'Office';
}

/** Fills in the form for a new line, without sending it. */
export async function fillNewLine(page: Page, { title, type = 'Cloud' }: TypedLine): Promise<void> {
  await page.getByRole('button', { name: 'Add line' }).click();
  await page.getByRole('radio', { name: type }).check();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Server').fill('sip.example.com');
  await page.getByLabel('Login').fill('user');
  await page.getByLabel('Password').fill('secret');
}

export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Submits, and cuts the connection once the gateway has executed what was sent. Afterwards, there is one again. */
export async function submitAndLoseResponse(page: Page): Promise<void> {
  await page.route('**/graphql', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await submit(page);
  await page.getByRole('alert').getByText('There is no connection').waitFor();
  await page.unroute('**/graphql');
}

/** The entry of a line in the list. */
export function entryOf(page: Page, title: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title, exact: true }) });
}

/** Resolves once the page says that something was done. */
export async function says(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

/** Keeps what the page sends from the gateway until it is released. */
export async function hold(page: Page): Promise<{ readonly release: () => void }> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/graphql', (route) => released.then(() => route.continue()));
  return { release };
}

/** Lets seconds pass on the page's own clock until something is so. Returns how many. */
export async function advanceUntil(page: Page, isSo: () => boolean | Promise<boolean>): Promise<number> {
  let seconds = 0;
  for (; !(await isSo()); seconds += 1) await page.clock.runFor(1_000);
  return seconds;
}
