import axe from 'axe-core';
import type { Page } from 'playwright-core';

const WIDTHS = [1000, 360];
const SCHEMES = ['light', 'dark'] as const;

const RUN = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
  id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`;

/** What axe finds on the page as it is: light and dark, wide and narrow. And whether it has to be scrolled sideways. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axe.source);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 700 });
    for (const colorScheme of SCHEMES) {
      // Colors that are still changing have no contrast to speak of.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const problems = await page.evaluate<string[]>(RUN);
      found.push(...problems.map((problem) => `${colorScheme}, ${width}: ${problem}`));
    }
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (overflow !== 0) found.push(`${width}: ${String(overflow)} pixels beyond the right edge`);
  }
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
