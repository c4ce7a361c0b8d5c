/** Pages of the documentation site, as readers see them before they touch anything. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { openSite, siteFolder } from './support/site.ts';
import { violations } from './support/violations.ts';

const visit = openSite();

/** All guides, and of the reference one page of each kind and those with the widest content. */
const addresses = [
  '/',
  ...globSync('guides/*/', { cwd: siteFolder }).map((folder) => `/${folder}/`),
  '/reference/',
  '/reference/miosa-client/',
  '/reference/miosa-client/classes/miosaapierror/',
  '/reference/miosa-client/functions/ownershipfields/',
  '/reference/miosa-client/interfaces/miosaclientoptions/',
  '/reference/miosa-client/interfaces/projects/',
  '/reference/miosa-client/testing/interfaces/miosaemulatoroptions/',
  '/reference/miosa-client/type-aliases/anymiosaerror/',
  '/reference/miosa-client/variables/projectschema/',
];

for (const [device, colorScheme] of [
  ['desktop', 'light'],
  ['phone', 'dark'],
] as const) {
  for (const address of addresses) {
    test(`${address} opens without errors, fits, and is accessible (${device}, ${colorScheme})`, () =>
      visit(device, address, async (page) => {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), []);
        assert.equal(await isSeen(page.locator('h1')), true);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      }));
  }
}

/** Whether an element can be read: not transparent, and with nothing before it. */
function isSeen(element: Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const top = document.elementFromPoint(x + Math.min(width, innerWidth) / 2, y + height / 2);
    return node.checkVisibility({ opacityProperty: true }) && top !== null && node.contains(top);
  });
}

test('script and style of a guide weigh at most 150 kB, compressed, before anything is run', () =>
  visit('desktop', '/', async (page) => {
    let bytes = 0;
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      if (/\.(js|css)$/.test(pathname)) bytes += gzipSync(readFileSync(path.join(siteFolder, pathname))).byteLength;
    });
    await page.goto(new URL('/guides/sign-up/', page.url()).href, { waitUntil: 'networkidle' });
    const inline = await page.evaluate(() =>
      [...document.querySelectorAll('script:not([src]), style')].map(({ textContent }) => textContent).join('\n'),
    );
    const kilobytes = (bytes + gzipSync(inline).byteLength) / 1000;
    console.log(`${kilobytes.toFixed(1)} kB`);
    assert.ok(bytes > 0 && kilobytes <= 150, `${kilobytes} kB`);
  }));

test('documents every method of the client', async () => {
  // The build puts it in, and this test needs none.
  Object.assign(globalThis, { __MIOSA_CLIENT_VERSION__: '0.0.0' });
  const { MiosaClient } = await import('../../src/index.ts');
  const miosa = new MiosaClient({ apiKey: null });
  const places = {
    'classes/miosaclient': miosa,
    'interfaces/projects': miosa.projects,
    'interfaces/workspaces': miosa.workspaces,
    'interfaces/previewdomains': miosa.previewDomain,
  };
  const missing = Object.entries(places).flatMap(([name, object]) => {
    const html = readFileSync(path.join(siteFolder, 'reference/miosa-client', name, 'index.html'), 'utf8');
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((each) => each !== 'constructor');
    return methods.filter((method) => !html.includes(` id="${method.toLowerCase()}"`));
  });
  assert.deepEqual(missing, []);
});
