import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Everything that axe finds in a page as it is now, the worst and the slightest. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => axe.run());
  return result.violations.map(({ id, impact, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`);
    return `${impact}: ${id}\n${places.join('\n')}`;
  });
}
