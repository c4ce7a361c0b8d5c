import type { Browser } from 'playwright-core';
import type { Check, Outcome } from '../support/check.ts';

/** What a visit of a page showed. */
export interface Visit {
  /** What the page's script says about itself. */
  readonly outcomes: readonly Outcome[];
  /** What the page's policy forbade. */
  readonly violations: readonly string[];
  /** Errors on the console, and errors that nobody caught. */
  readonly errors: readonly string[];
  /** Requests that the browser reports as failed, responses that were not read to their end among them. */
  readonly failures: readonly string[];
}

/** Opens a page in a fresh profile, and waits until its script has written what it has to say. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    const failures: string[] = [];
    page.on('requestfailed', (request) => failures.push(`${request.url()}: ${request.failure()?.errorText}`));
    await page.goto(url);
    const text = await page
      .locator('output:not(:empty)')
      .textContent({ timeout: 60_000 })
      .catch((error) => {
        throw new Error([String(error), ...errors].join('\n'));
      });
    return { ...JSON.parse(text ?? '{}'), errors, failures };
  } finally {
    await context.close();
  }
}

/** What must hold for every page on which nothing goes wrong: nothing was forbidden, nor complained about. */
export function quietChecks({ violations, errors, failures }: Visit): Check[] {
  return [
    { name: 'the page violates no policy', run: () => expectNone(violations) },
    { name: 'the console shows no error', run: () => expectNone(errors) },
    { name: 'no request is reported as failed', run: () => expectNone(failures) },
  ];
}

/** Fails, and shows them, when there are any. */
export function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
