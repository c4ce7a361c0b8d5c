/** Programs of the documentation, run in its pages. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { outputOf, run, runProgram } from './support/run.ts';
import { openSite, siteFolder } from './support/site.ts';
import { violations } from './support/violations.ts';

const visit = openSite();

const pages = globSync('**/index.html', { cwd: siteFolder })
  .map((file) => ({ file, count: readFileSync(path.join(siteFolder, file), 'utf8').split('<run-example').length - 1 }))
  .filter(({ count }) => count > 0);

for (const { file, count } of pages) {
  const address = `/${file.replace(/index\.html$/, '')}`;
  test(`the ${count} programs of ${address} print what the page says`, () =>
    visit('desktop', address, async (page) => {
      for (const example of await page.locator('run-example').all()) {
        const expected = await example.locator('.output > pre').innerText();
        await run(example);
        assert.match(await outputOf(example), patternOf(expected));
      }
    }));
}

/** What a page says is printed, its tables as pages show them; `…` stands for what differs between runs, in one line. */
function patternOf(expected: string): RegExp {
  const lines = expected
    .trimEnd()
    .split('\n')
    .filter((line) => !/^[┌├└]/.test(line));
  const shown = lines.map((line) =>
    line.startsWith('│')
      ? line
          .split('│')
          .slice(1, -1)
          .map((cell) => cell.trim())
          .join('\t')
      : line,
  );
  const parts = shown
    .join('\n')
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

test('shows what was sent, the key left out, and what came back', () =>
  visit('desktop', '/', async (page) => {
    const example = page.locator('run-example').first();
    await run(example);
    const requests = example.locator('.sent summary');
    assert.match(await requests.nth(0).innerText(), /^POST \/workspaces 201 [\d,]+ ms$/);
    assert.match(await requests.nth(1).innerText(), /^POST \/projects 201 [\d,]+ ms$/);
    await requests.nth(1).click();
    const details = await example.locator('.sent details').nth(1).innerText();
    assert.match(details, /authorization: Bearer …\n/);
    assert.match(details, /"slug": "lead-magnet"/);
    assert.match(details, /"tenant_id"/);
    assert.deepEqual(await violations(page), []);
  }));

for (const [fault, status, reason] of [
  ['503 for the first two requests', '503', /waits [\d,]+ ms, then sends it again: 503/],
  ['first response lost', 'dropped', /waits [\d,]+ ms, then sends it again: /],
  ['first request rate limited', '429', /waits [\d,]+ ms, then sends it again: 429/],
] as const) {
  test(`with the fault "${fault}" the retries show, and the output stays the same`, () =>
    visit('desktop', '/', async (page) => {
      const example = page.locator('run-example').first();
      const expected = await example.locator('.output > pre').innerText();
      await example.getByLabel('Fault').selectOption(fault);
      await run(example);
      const sent = await example.locator('.sent').innerText();
      assert.match(sent, new RegExp(`POST /workspaces ${status} `));
      assert.match(sent, reason);
      if (status !== 'dropped') assert.equal(await outputOf(example), expected.trimEnd());
    }));
}

test('begins each run anew', () =>
  visit('desktop', '/', async (page) => {
    const example = page.locator('run-example').first();
    await run(example);
    const first = await outputOf(example);
    await run(example);
    assert.equal(await outputOf(example), first);
    assert.equal(await example.locator('.sent > li').count(), 2);
  }));

test('runs what the reader edits, by keyboard alone, and goes back to what was there', () =>
  visit('desktop', '/', async (page) => {
    const example = page.locator('run-example').first();
    await example.getByRole('button', { name: 'Edit' }).press('Enter');
    await page.getByRole('textbox', { name: 'The program' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`const answer: number = 42;\nconsole.log('edited', answer satisfies number);`);
    await run(example);
    assert.equal(await outputOf(example), 'edited 42');
    await page.getByRole('textbox', { name: 'The program' }).fill('const ;');
    await run(example);
    assert.match(await outputOf(example), /^SyntaxError: .*\(1:7\)$/);
    await example.getByRole('button', { name: 'Undo edits' }).click();
    await run(example);
    assert.match(await outputOf(example), /Lead Magnet/);
  }));

test('opens one editor however often Edit is pressed, readable on a dark page', () =>
  visit('desktop', '/', async (page) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const example = page.locator('run-example').first();
    await example.getByRole('button', { name: 'Edit' }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await example.getByRole('button', { name: 'Undo edits' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'The program' }).count(), 1);
    assert.deepEqual(await violations(page), []);
  }));

test('shows objects, tables and errors as Node prints them', () =>
  visit('desktop', '/', async (page) => {
    const example = await runProgram(
      page,
      `console.log({ name: 'Lead Magnet', settings: { a: [1, 2] } });
       console.table([{ slug: 'a', total: 1 }, { slug: 'b' }]);
       console.error(new RangeError('too far'));
       const error = new Error('outer', { cause: new Error('inner') });
       console.log({ error });
       throw new TypeError('not today');`,
    );
    assert.deepEqual(await example.locator('.lines pre').allInnerTexts(), [
      "{ name: 'Lead Magnet', settings: { a: [ 1, 2 ] } }",
      'RangeError: too far',
      '{\n  error: Error: outer {\n    [cause]: Error: inner\n  }\n}',
      'Uncaught TypeError: not today',
    ]);
    assert.deepEqual(await example.locator('.lines tr').allInnerTexts(), [
      '(index)\tslug\ttotal',
      "0\t'a'\t1",
      "1\t'b'\t",
    ]);
  }));
