/** The types that code blocks show. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openSite } from './support/site.ts';
import { violations } from './support/violations.ts';

const visit = openSite();

const shown = (page: Page) => page.locator('#type-of-name:popover-open');

test('the pointer on a name shows its type and what it does', () =>
  visit('desktop', '/guides/sign-up/', async (page) => {
    await page
      .locator('.twoslash-hover', { hasText: /^ensure$/ })
      .first()
      .hover();
    const text = await shown(page).innerText();
    assert.match(
      text,
      /Workspaces\.ensure\(input: EnsureWorkspaceInput, options\?: RequestOptions\): Promise<EnsuredWorkspace>/,
    );
    assert.match(text, /Finds the workspace of one customer/);
    assert.deepEqual(await violations(page), []);
    await page.locator('h1').hover();
    await shown(page).waitFor({ state: 'detached' });
  }));

test('the pointer can go to the type, and Escape hides it', () =>
  visit('desktop', '/guides/sign-up/', async (page) => {
    await page
      .locator('.twoslash-hover', { hasText: /^ensure$/ })
      .first()
      .hover();
    const box = await shown(page).boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 20, box.y + 20, { steps: 10 });
    assert.match(await shown(page).innerText(), /Finds the workspace of one customer/);
    await page.keyboard.press('Escape');
    await shown(page).waitFor({ state: 'detached' });
  }));

test('the arrow keys go from name to name, and Escape hides the type', () =>
  visit('desktop', '/guides/sign-up/', async (page) => {
    await page.locator('pre.twoslash').first().focus();
    await page.keyboard.press('ArrowRight');
    const first = await shown(page).innerText();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await shown(page).innerText(), first);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await shown(page).innerText(), first);
    await page.keyboard.press('Escape');
    await shown(page).waitFor({ state: 'detached' });
  }));

test('a tap on a name shows its type inside of the screen', () =>
  visit('phone', '/guides/sign-up/', async (page) => {
    await page.locator('.twoslash-hover', { hasText: 'MiosaClient' }).first().tap();
    const box = await shown(page).boundingBox();
    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  }));

test('code that must not compile shows the error of the compiler', () =>
  visit('desktop', '/guides/ownership/', async (page) => {
    const errors = await page.locator('.twoslash-error-line').allInnerTexts();
    assert.match(errors.join('\n'), /WorkspaceSelector/);
  }));
