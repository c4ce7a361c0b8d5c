/** The documentation site in Chromium, as a reader meets it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const site = path.resolve(import.meta.dirname, '../../docs/site');
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

const server = createServer(({ url = '/' }, response) => {
  const file = path.join(site, new URL(url, 'http://site').pathname);
  try {
    const body = readFileSync(file);
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});

let browser: Browser;
let origin: string;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const places = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error('There is no Chromium: install one, or say where it is with CHROMIUM.');
  browser = await chromium.launch({ executablePath, args: ['--disable-background-networking'] });
});
after(async () => {
  await browser.close();
  server.close();
});

const devices = {
  desktop: { viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
} as const;

/** Opens a page of its own, and expects that nothing goes wrong on it. */
async function visit(device: keyof typeof devices, read: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ ...devices[device], colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    await read(await context.newPage());
  } finally {
    await context.close();
  }
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  return errors;
}

/** Everything that axe finds in the page as it is now, the worst and the slightest. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => axe.run());
  return result.violations.map(({ id, impact, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`);
    return `${impact}: ${id}\n${places.join('\n')}`;
  });
}

/** Opens the search and waits until it has results. */
async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('combobox', { name: 'Search the docs' }).fill(words);
  await page.locator('#tsd-search-results a').first().waitFor();
}

/** One of each kind, and those with the widest content. */
const pages = [
  'index.html',
  'modules.html',
  'hierarchy.html',
  'modules/miosa-client.html',
  'classes/miosa-client.MiosaApiError.html',
  'functions/miosa-client.ownershipFields.html',
  'interfaces/miosa-client.MiosaClientOptions.html',
  'interfaces/miosa-client.Projects.html',
  'interfaces/miosa-client_testing.MiosaEmulatorOptions.html',
  'types/miosa-client.AnyMiosaError.html',
  'variables/miosa-client.projectSchema.html',
  'documents/All_methods_at_a_glance.html',
  'documents/Browsers_and_proxies.html',
  'documents/Errors.html',
  'documents/Getting_started.html',
  'documents/Logging_and_tracing.html',
  'documents/Sign-up.html',
];

for (const device of ['desktop', 'phone'] as const) {
  for (const name of pages) {
    test(`${name} opens without errors, fits, and is accessible (${device})`, () =>
      visit(device, async (page) => {
        const errors = collectErrors(page);
        await page.goto(`${origin}/${name}`);
        // The navigation is filled in by a script.
        await page.waitForFunction(() => document.querySelector('#tsd-nav-container a') !== null);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await violations(page), [], colorScheme);
        }
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
        assert.deepEqual(errors, []);
      }));
  }
}

test('finds a method, from files alone', () =>
  visit('desktop', async (page) => {
    await page.goto(pathToFileURL(path.join(site, 'index.html')).href);
    await search(page, 'waitUntilReady');
    assert.match((await page.locator('#tsd-search-results a').first().textContent()) ?? '', /waitUntilReady/);
    await page.locator('#tsd-search-results a').first().click();
    await page.waitForFunction(() => location.hash === '#waituntilready');
    await page.locator('#waituntilready').waitFor();
    // Again, on the page that it is on, and by keyboard alone.
    await search(page, 'waitUntilReady');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  }));

test('finds words of a guide', () =>
  visit('desktop', async (page) => {
    await page.goto(`${origin}/index.html`);
    await search(page, 'OpenTelemetry');
    assert.match((await page.locator('#tsd-search-results').textContent()) ?? '', /Logging and tracing/);
    assert.deepEqual(await violations(page), []);
  }));

test('keeps the theme that was chosen', () =>
  visit('desktop', async (page) => {
    await page.goto(`${origin}/index.html`);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('heading', { name: 'Settings' }).click();
    await page.getByLabel('Theme').press('ArrowDown');
    await page.getByLabel('Theme').press('ArrowDown');
    assert.notEqual(await background(), light);
    await page.goto(`${origin}/documents/Errors.html`);
    assert.notEqual(await background(), light);
  }));

test('reaches the guides from the menu of a phone', () =>
  visit('phone', async (page) => {
    await page.goto(`${origin}/index.html`);
    await page.locator('#tsd-toolbar-menu-trigger').click();
    await page.locator('#tsd-nav-container a', { hasText: 'Preview domains' }).click();
    await page.waitForFunction(() => location.pathname.endsWith('/Preview_domains.html'));
  }));

test('documents every method of the client', async () => {
  // The build puts it in, and this test needs none.
  Object.assign(globalThis, { __MIOSA_CLIENT_VERSION__: '0.0.0' });
  const { MiosaClient } = await import('../../src/index.ts');
  const miosa = new MiosaClient({ apiKey: null });
  const places = {
    'classes/miosa-client.MiosaClient.html': miosa,
    'interfaces/miosa-client.Projects.html': miosa.projects,
    'interfaces/miosa-client.Workspaces.html': miosa.workspaces,
    'interfaces/miosa-client.PreviewDomains.html': miosa.previewDomain,
  };
  const missing = Object.entries(places).flatMap(([name, object]) => {
    const html = readFileSync(path.join(site, name), 'utf8');
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((each) => each !== 'constructor');
    return methods.filter((method) => !html.includes(` id="${method.toLowerCase()}"`));
  });
  assert.deepEqual(missing, []);
});

test('links code in guides to the reference', () =>
  visit('desktop', async (page) => {
    await page.goto(`${origin}/documents/Sign-up.html`);
    await page.locator('[role="main"] a', { hasText: 'workspaces.ensure' }).first().click();
    await page.waitForFunction(() => location.pathname.endsWith('/miosa-client.Workspaces.html'));
    assert.equal(await page.evaluate(() => location.hash), '#ensure');
  }));
