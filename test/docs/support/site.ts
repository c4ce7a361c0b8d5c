/** The documentation site over HTTP, and Chromium to read it with. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export const siteFolder: string = path.resolve(import.meta.dirname, '../../../docs/site/dist');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

export const devices = {
  desktop: { viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
} as const;

/** What a test does with a page of its own. It may remove the problems that it expects. */
type Reading = (page: Page, problems: string[]) => Promise<void>;

/**
 * Serves the site and starts a browser for the tests of a file, and ends both after them.
 *
 * @returns A function that opens an address, such as `/guides/errors/`, in a page of its own. It rejects where the page
 *   reports an error, or asks another host for something.
 */
export function openSite(): (device: keyof typeof devices, address: string, read: Reading) => Promise<void> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://site');
    const file = path.join(siteFolder, pathname, pathname.endsWith('/') ? 'index.html' : '');
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
    server.unref();
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

  return async (device, address, read) => {
    const options: BrowserContextOptions = { ...devices[device], colorScheme: 'light', reducedMotion: 'reduce' };
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const problems = collectProblems(page, origin);
      await page.goto(`${origin}${address}`);
      await read(page, problems);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    } finally {
      await context.close();
    }
  };
}

function collectProblems(page: Page, origin: string): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(about|blob|data):/.test(url)) problems.push(`It asks for ${url}.`);
  });
  return problems;
}
