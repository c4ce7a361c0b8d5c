/** What readers may write into a program of the documentation does no harm. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputOf, run, runProgram } from './support/run.ts';
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
    assert.match(await example.locator('[role=status]').innerText(), /Lines not shown: 9,000\./);
  }));

for (const [name, program] of [
  ['line', "console.log('x'.repeat(1_000_000))"],
  ['table', 'console.table(Array.from({ length: 100_000 }, () => [1]))'],
] as const) {
  test(`a ${name} that would slow the page down is counted, and what follows is shown`, () =>
    visit('desktop', '/', async (page) => {
      const example = await runProgram(page, `${program}; console.log('follows');`);
      assert.equal(await outputOf(example), 'follows');
      assert.match(await example.locator('[role=status]').innerText(), /Lines not shown: 1\./);
    }));
}

test('a program does not reach the port to the page', () =>
  visit('desktop', '/', async (page) => {
    const program = `MessagePort.prototype.postMessage = () => console.log('reached'); console.log('printed');`;
    assert.equal(await outputOf(await runProgram(page, program)), 'printed');
  }));

test('an error that cannot be printed ends its program, too', () =>
  visit('desktop', '/', async (page) => {
    const example = await runProgram(page, "throw Object.assign(new Error('strange'), { name: Symbol('name') });");
    assert.match(await outputOf(example), /^Uncaught TypeError: /);
  }));

test('where the script that runs programs is not loaded, the page says so, and can try again', () =>
  visit('desktop', '/', async (page, problems) => {
    const example = page.locator('run-example').first();
    await page.route('**/worker*', (route) => route.abort(), { times: 1 });
    await run(example);
    assert.match(await outputOf(example), /could not be loaded/);
    await run(example);
    assert.match(await example.locator('[role=status]').innerText(), /^Finished/);
    // The browser reports what was not loaded.
    problems.length = 0;
  }));

test('a program that is stopped while the script that runs it is loaded does not begin', () =>
  visit('desktop', '/', async (page) => {
    const example = page.locator('run-example').first();
    // Never answered.
    await page.route('**/worker*', () => {});
    const aborted = page.waitForEvent('requestfailed', { timeout: 10_000 });
    await example.getByRole('button', { name: 'Run' }).click();
    await example.getByRole('button', { name: 'Stop' }).click();
    assert.match((await aborted).url(), /worker/);
    assert.equal(await example.locator('[role=status]').innerText(), 'Stopped.');
    assert.equal(await outputOf(example), '');
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

/** What a program tries, and what it prints then. */
const attempts: Readonly<Record<string, readonly [attempt: string, printed: RegExp]>> = {
  'the page': ['typeof document + typeof parent + typeof localStorage', /^(undefined){3}$/],
  'the page, through a constructor': ["(() => {}).constructor('return typeof document')()", /^undefined$/],
  'the network': ["await fetch('https://example.com/reached').then(({ status }) => status)", /^404$/],
  'the network, around the emulator': [
    "await WorkerGlobalScope.prototype.fetch.call(globalThis, origin + '/reached')",
    /^Uncaught TypeError: Failed to fetch$/,
  ],
  'the network, from a worker of its own': [
    `await new Promise((resolve) => {
      const script = 'fetch("' + origin + '/reached").then(() => postMessage("reached"), (error) => postMessage(error))';
      new Worker(URL.createObjectURL(new Blob([script]))).onmessage = ({ data }) => resolve(data);
    })`,
    /^TypeError: Failed to fetch$/,
  ],
  'other scripts': ["importScripts(origin + '/reached')", /^Uncaught DOMException \[NetworkError\]/],
  'a socket': [
    `await new Promise((resolve) => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
      new WebSocket(origin + '/reached').onopen = resolve;
    })`,
    /^connect-src$/,
  ],
  'what the browser stores': ["indexedDB.open('x')", /^Uncaught DOMException \[SecurityError\]/],
};

for (const [name, [attempt, printed]] of Object.entries(attempts)) {
  test(`a program does not reach ${name}`, () =>
    visit('desktop', '/', async (page, problems) => {
      const reached: string[] = [];
      page.on('request', (request) => reached.push(request.url()));
      const { origin } = new URL(page.url());
      const example = await runProgram(page, `const origin = '${origin}'; console.log(${attempt});`);
      assert.match(await outputOf(example), printed);
      assert.deepEqual(
        reached.filter((url) => url.endsWith('/reached')),
        [],
      );
      // The browser reports what it refused.
      problems.length = 0;
    }));
}
