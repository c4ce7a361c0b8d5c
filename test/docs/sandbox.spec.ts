/** What readers may write into a program of the documentation does no harm. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputOf, runProgram } from './support/run.ts';
import { openSite } from './support/site.ts';

const visit = openSite();

test('a program that loops for ever is ended, and the page works on', () =>
  visit('desktop', '/', async (page) => {
    await page.clock.install();
    const example = page.locator('run-example').first();
    await example.evaluate((element) => element.setAttribute('program', 'for (;;);'));
    await example.getByRole('button', { name: 'Run' }).click();
    await page.locator('iframe').waitFor({ state: 'attached' });
    await page.clock.runFor(20_000);
    assert.match(await example.locator('[role=status]').innerText(), /did not end within 20 s/);
    assert.equal(await page.locator('iframe').count(), 0);
    assert.equal(await outputOf(await runProgram(page, "console.log('works on')")), 'works on');
  }));

test('a reader can end a program', () =>
  visit('desktop', '/', async (page) => {
    const example = page.locator('run-example').first();
    await example.evaluate((element) => element.setAttribute('program', "console.log('begins'); for (;;);"));
    await example.getByRole('button', { name: 'Run' }).click();
    await example.locator('.lines', { hasText: 'begins' }).waitFor();
    await example.getByRole('button', { name: 'Stop' }).click();
    assert.equal(await example.locator('[role=status]').innerText(), 'Stopped.');
    assert.equal(await page.locator('iframe').count(), 0);
  }));

test('of ten thousand lines the page shows a thousand, and counts the others', () =>
  visit('desktop', '/', async (page) => {
    const example = await runProgram(page, 'for (let line = 0; line < 10_000; line += 1) console.log(line);');
    assert.equal(await example.locator('.lines pre').count(), 1000);
    assert.match(await example.locator('[role=status]').innerText(), /9,000 further lines/);
  }));

test('a rejection that nobody awaits is shown', () =>
  visit('desktop', '/', async (page) => {
    const example = await runProgram(page, "Promise.reject(new Error('forgotten'));");
    await example.locator('.lines', { hasText: 'Uncaught Error: forgotten' }).waitFor();
  }));

test('what is printed is shown as text, not as HTML', () =>
  visit('desktop', '/', async (page) => {
    const html = '<img src="x" onerror="document.title = 1">';
    const example = await runProgram(page, `console.log('${html}')`);
    assert.equal(await outputOf(example), html);
  }));

const attempts = {
  'the page': 'typeof document + typeof parent + typeof localStorage',
  'the page, through a constructor': "(() => {}).constructor('return typeof document')()",
  'the network': "await fetch('https://example.com/reached').then(({ status }) => status)",
  'the network, around the emulator': "await WorkerGlobalScope.prototype.fetch.call(globalThis, origin + '/reached')",
  'other scripts': "importScripts(origin + '/reached')",
  'a socket': "await new Promise((_, reject) => { new WebSocket(origin + '/reached').onerror = reject; })",
  'what the browser stores': "await new Promise((_, reject) => { indexedDB.open('x').onerror = reject; })",
};

for (const [name, attempt] of Object.entries(attempts)) {
  test(`a program does not reach ${name}`, () =>
    visit('desktop', '/', async (page, problems) => {
      const reached: string[] = [];
      page.on('request', (request) => reached.push(request.url()));
      const example = await runProgram(
        page,
        `const origin = '${new URL(page.url()).origin}'; console.log(${attempt});`,
      );
      assert.match(await outputOf(example), /^((undefined)+|404|Uncaught .*)$/s);
      assert.deepEqual(
        reached.filter((url) => url.endsWith('/reached')),
        [],
      );
      // The browser reports what it refused.
      problems.length = 0;
    }));
}
