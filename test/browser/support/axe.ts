import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from './playwright.ts';

const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core says about one rule. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

declare const axe: { run(): Promise<{ readonly violations: readonly Violation[] }> };

/** Lets axe-core look at the page as it is now: everything it finds, the worst and the slightest. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated from outside: the page's policy would not let it in as a script.
  await page.evaluate(script);
  const result = await page.evaluate(() => axe.run());
  return result.violations.map(({ id, impact, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`);
    return `${impact}: ${id}\n${places.join('\n')}`;
  });
}
