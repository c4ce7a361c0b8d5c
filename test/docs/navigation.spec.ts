/** How readers of the documentation site find what they look for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openSite } from './support/site.ts';
import { violations } from './support/violations.ts';

const visit = openSite();

/** Opens the search by keyboard, and waits until it has results. */
async function search(page: Page, words: string): Promise<void> {
  // Set when the page has loaded, and with it the script that listens.
  await page.locator('[data-shortcut]').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search' }).fill(words);
  await page.locator('.pagefind-ui__result-link').first().waitFor();
}

test('the search finds a method, by keyboard alone', () =>
  visit('desktop', '/', async (page) => {
    await search(page, 'waitUntilReady');
    await page.keyboard.press('Tab');
    await page.locator('.pagefind-ui__result-link', { hasText: 'waitUntilReady' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/waituntilready/i);
  }));

test('the search finds words of a guide, and is accessible', () =>
  visit('desktop', '/', async (page) => {
    await search(page, 'OpenTelemetry');
    assert.match((await page.locator('.pagefind-ui__results').textContent()) ?? '', /Logging and tracing/);
    assert.deepEqual(await violations(page), []);
  }));

test('keeps the theme that was chosen', () =>
  visit('desktop', '/guides/sign-up/', async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByLabel('Select theme').first().selectOption('dark');
    assert.notEqual(await background(), light);
    await page.goto(new URL('/guides/errors/', page.url()).href);
    assert.notEqual(await background(), light);
  }));

test('the menu of a phone leads to the guides', () =>
  visit('phone', '/guides/getting-started/', async (page) => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Preview domains' }).first().click();
    await page.waitForURL('**/guides/preview-domains/');
  }));

test('code in guides leads to the reference', () =>
  visit('desktop', '/guides/sign-up/', async (page) => {
    await page.locator('main a', { hasText: 'workspaces.ensure' }).first().click();
    await page.waitForURL('**/reference/miosa-client/interfaces/workspaces/#ensure');
  }));

test('a link can lead to what to do about an error', () =>
  visit('desktop', '/guides/errors/#ratelimiterror', async (page) => {
    assert.match(await page.locator('tr:target').innerText(), /^RateLimitError\t429/);
  }));

test('a code block is copied without what is shown between its lines', () =>
  visit('desktop', '/guides/ownership/', async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const block = page.locator('.copyable', { has: page.locator('.twoslash-error-line') }).first();
    await block.getByRole('button', { name: 'Copy' }).press('Enter');
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^import \{ MiosaClient \} from 'miosa-client';\n\nconst miosa = new MiosaClient\(\);\n/);
    assert.doesNotMatch(copied, /not assignable/);
  }));

for (const name of ['First call', 'Sign-up', 'Own domain', 'Errors', 'Testing']) {
  test(`the first page leads to "${name}"`, () =>
    visit('desktop', '/', async (page) => {
      await page.locator('.ways-in').getByRole('link', { name }).click();
      await page.waitForURL('**/guides/*/');
      assert.ok((await page.locator('run-example').count()) > 0);
    }));
}
