import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.ts';
import { buildProgram } from '../support/program.ts';

const executablePath = findChromium();

it.skipIf(!executablePath)('the module for front ends runs in a browser without a bundler', async () => {
  await buildProgram();
  const code = Buffer.from(readFileSync('dist/client/client.js')).toString('base64');
  await using browser = await chromium.launch({ executablePath: executablePath ?? '', args: CHROMIUM_ARGS });
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
