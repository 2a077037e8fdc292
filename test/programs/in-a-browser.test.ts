import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/http/explorer/examples.ts';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildProgram } from '../support/program.ts';
import { sampled } from '../support/random-runs.ts';

const executablePath = findChromium();
const screenshots = process.env['SCREENSHOTS'];

/** Each look at a large page takes time that the page needs itself. */
const POLL = { timeout: 30_000, interval: 250 };

describe.skipIf(!executablePath)('in a browser without internet', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_ARGS });
  });
  afterAll(() => browser.close());

  interface View extends AsyncDisposable {
    readonly page: Page;
    /** Requests to other servers; they get no response. */
    readonly foreign: string[];
    /** What the page's security policy prevented, and errors that nothing caught. */
    readonly problems: string[];
    readonly shows: (text: string) => Promise<unknown>;
    readonly picture: (name: string) => Promise<void>;
  }

  async function view(gateway: TestGateway, path: string, scheme: 'light' | 'dark' = 'light'): Promise<View> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    const foreign: string[] = [];
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) problems.push(message.text());
    });
    await page.route(
      ({ protocol, host }) => /^https?:$/.test(protocol) && host !== new URL(gateway.url).host,
      (route) => {
        foreign.push(route.request().url());
        return route.abort('internetdisconnected');
      },
    );
    await page.goto(new URL(path, gateway.url).href);
    return {
      page,
      foreign,
      problems,
      shows: (text) => expect.poll(() => page.innerText('body'), POLL).toContain(text),
      async picture(name) {
        if (!screenshots) return;
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: join(screenshots, `${name}.png`) });
      },
      [Symbol.asyncDispose]: () => context.close(),
    };
  }

  const play = (page: Page) => page.getByRole('button', { name: /execute query/i }).click();

  /** What each example's response shows, in the order of the tour. The first line is there already. */
  const TOUR = [
    ['Add a line', 'AddSipLine', '"TITLE_EXISTS"'],
    ['Be refused', 'AddInvalidLine', '"BAD_USER_INPUT"'],
    ['Add several', 'AddSeveralLines', '"TITLE_EXISTS"'],
    ['List with registrations', 'ListLines', '"totalCount"'],
    ['Set the default line', 'MakeDefault', '"isDefault"'],
    ['Change a line', 'ChangeLine', '"title"'],
    ['Delete a line', 'DeleteLine', '"deleteSipLine"'],
    ['Read calls', 'RecentCalls', '"telephonyCalls"'],
  ] as const;

  it('the explorer explains a refusal, takes a key, adds a line, and its examples are a tour', async () => {
    const key = 'tg_sentinel-web';
    const sha256 = createHash('sha256').update(key).digest('hex');
    const keys = [{ name: 'web', sha256, scopes: ['telephony:read', 'telephony:write'] }];
    await using gateway = await startGateway({ environment: { GATEWAY_API_KEYS: JSON.stringify(keys) } });
    await using explorer = await view(gateway, '/explorer');
    const { page, shows, foreign, problems, picture } = explorer;
    await shows('The request has no valid key or token.');
    await picture('explorer-refused');
    await page.getByLabel('API key or JSON Web Token').fill(key);
    await page.getByRole('button', { name: 'Use' }).click();
    // The variables are open beside the operation.
    await shows('"replace-me"');
    await play(page);
    // In quotes it stands in the response only; the operation names the field without.
    await shows('"regId"');
    expect(gateway.emulator.portal.lines()).toMatchObject([{ title: 'Sales line', type: 'cloud' }]);
    await play(page);
    await shows('"TITLE_EXISTS"');
    await picture('explorer');
    // Neither the key nor the password of a line outlives the browser's tab.
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toMatch(/sentinel|replace-me/);
    // On a phone, the response is below the operation, and as wide as the editor.
    const desktop = page.viewportSize() ?? { width: 0, height: 0 };
    await page.setViewportSize({ width: 390, height: 844 });
    const responseWidth = async () => (await page.locator('.graphiql-response').boundingBox())?.width;
    await expect.poll(responseWidth).toBeGreaterThan(250);
    await picture('explorer-phone');
    await page.setViewportSize(desktop);
    await page.emulateMedia({ colorScheme: 'dark' });

    expect(await page.locator('#list a').allInnerTexts()).toEqual(TOUR.map(([title]) => title));
    const send = (body: object) =>
      gateway.send({
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      });
    // Each page takes seconds of a processor, so the others are sent without it.
    const played = sampled(TOUR, 1);
    for (const [index, step] of TOUR.entries()) {
      const [title, operation, response] = step;
      if (played.includes(step)) {
        await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: title }).click()]);
        await shows(`${operation}(`);
        await play(page);
        await shows(response);
        if (operation === 'ListLines') await picture('explorer-dark');
      } else {
        const { query = '', variables } = EXAMPLES[index] ?? {};
        expect(query).toContain(`${operation}(`);
        expect((await send({ query, variables })).text).toContain(response);
      }
    }
    expect(gateway.emulator.portal.lines().map(({ title }) => title)).toEqual(['Sales line', 'Office PBX']);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('the reference is searched by keyboard, leads to what was found, and fits a phone', async () => {
    await using gateway = await startGateway();
    await using reference = await view(gateway, '/docs#mutation-addSipLine', 'dark');
    const { page, shows, foreign, problems, picture } = reference;
    /** At the top of the window, below what stays there on a phone. */
    const isInView = (name: string) =>
      expect
        .poll(async () => {
          const heading = page.locator(':is(h1, h2, h3, h4)', { hasText: new RegExp(`^\\s*${name}\\s*$`) });
          const { y = -1 } = (await heading.boundingBox()) ?? {};
          return y >= 0 && y < 200;
        }, POLL)
        .toBe(true);
    const found = () => page.locator('#results b').allInnerTexts();
    await isInView('addSipLine');
    await picture('reference-dark');
    await page.keyboard.press('/');
    await page.keyboard.type('default line');
    await shows('results');
    expect((await found()).slice(0, 3)).toEqual([
      'defaultOutgoingLine',
      'setDefaultOutgoingLine',
      'setDefaultOutgoingSipLine',
    ]);
    await page.keyboard.press('Escape');
    await page.keyboard.type('title exists');
    expect((await found())[0]).toBe('TITLE_EXISTS');
    await page.keyboard.press('Enter');
    await isInView('TITLE_EXISTS');
    expect(new URL(page.url()).hash).toBe('#error-TITLE_EXISTS');

    await page.setViewportSize({ width: 360, height: 700 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Contents' }).click();
    await picture('reference-narrow');
    await page.locator('#contents').getByRole('link', { name: 'RATE_LIMITED' }).click();
    await isInView('RATE_LIMITED');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });

  it.each(
    sampled<[string, string, string]>(
      [
        ['Apollo Sandbox', '/graphql', 'sandbox-offline'],
        ['the page at the root', '/', 'welcome'],
      ],
      1,
    ),
  )('%s leads to the explorer', async (_name, path, picture) => {
    await using gateway = await startGateway();
    await using start = await view(gateway, path);
    await expect
      .poll(
        () =>
          start.page.evaluate(
            "getComputedStyle(document.querySelector('.fallback') ?? document.body).opacity",
          ),
        POLL,
      )
      .toBe('1');
    await start.picture(picture);
    // The explorer itself takes seconds of a processor.
    await start.page.route('**/*.js', (route) => route.abort());
    await start.page
      .getByRole('link', { name: /explorer/i })
      .first()
      .click();
    await start.shows('Choose an example');
    expect(new URL(start.page.url()).pathname).toBe('/explorer');
  });

  it('the module for front ends works without a bundler', async () => {
    await buildProgram();
    const code = Buffer.from(readFileSync('dist/client/client.js')).toString('base64');
    const page = await browser.newPage();
    // As text, because the test runner would replace the import.
    const found =
      await page.evaluate(`import('data:text/javascript;base64,${code}').then(({ telephonyErrors }) => {
        const extensions = { code: 'RATE_LIMITED', retryable: true, requestId: '7', retryAfterMs: 1000 };
        return telephonyErrors({ errors: [{ message: 'Wait.', extensions }, { message: 'No.' }] });
      })`);
    expect(found).toMatchObject({
      errors: [{ message: 'Wait.', extensions: { retryAfterMs: 1000 } }],
      others: [{ message: 'No.' }],
    });
  });
});
