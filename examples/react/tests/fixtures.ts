import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { createMiosaEmulator, type MiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { preview } from 'vite';
import { miosaProxy } from '../miosa-proxy.ts';
import { workspaceId } from '../src/session.ts';

/** The MIOSA behind the proxy, in the tests' own process: they can look into it and change it. */
export interface EmbeddedMiosa {
  readonly apiKey: string;
  readonly emulator: MiosaEmulator;
  /** Responds in place of the emulator, while it is set; or delays it. */
  respond: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
}

interface WorkerFixtures {
  readonly server: { readonly url: string; readonly miosa: EmbeddedMiosa };
}

/**
 * `test` with the built page, and a MIOSA that is new in each test: one workspace with 12 projects, and DNS that is found
 * at the fourth check. Nothing may be thrown or complained about in the page.
 */
export const test = base.extend<{ miosa: EmbeddedMiosa }, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures it needs.
    async ({}, use) => {
      const emulator = createMiosaEmulator({
        paging: 'meta',
        previewDomain: 'preview.studio.example',
        pendingDnsChecks: 3,
        workspaces: [{ id: workspaceId, name: 'Dr. Smith Clinic' }],
        projects: Array.from({ length: 12 }, (_, index) => ({ workspaceId, name: `Landing Page ${index + 1}` })),
      });
      const miosa: EmbeddedMiosa = { apiKey: 'msk_test_react_e2e', emulator, respond: undefined };
      await using upstream = await listen({
        handle: async (request) => (await miosa.respond?.(request)) ?? emulator.handle(request),
      });
      const proxy = miosaProxy({ apiKey: miosa.apiKey, baseUrl: upstream.url });
      const server = await preview({ configFile: false, preview: { host: '127.0.0.1', port: 0, proxy } });
      const [url] = server.resolvedUrls?.local ?? [];
      if (url === undefined) throw new Error('The page cannot be reached.');
      await use({ url, miosa });
      await server.close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
  miosa: async ({ server: { miosa } }, use) => {
    miosa.emulator.reset();
    miosa.respond = undefined;
    await use(miosa);
  },
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      // The browser itself notes each response that is an error, however well the page deals with it.
      const isResponse = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !isResponse) complaints.push(message.text());
    });
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export const domain = 'program.drsmithclinic.com';

/** Opens the domain page of the first project, on a clock that tests can put forward. */
export async function openDomainPage(page: Page): Promise<void> {
  await page.clock.install();
  await page.goto('/');
  await page.getByRole('link', { name: 'Landing Page 1', exact: true }).click();
  await expect(page.getByText('What addresses look like')).toBeVisible();
}

export async function setDomain(page: Page, text: string): Promise<void> {
  await page.getByLabel('Domain or subdomain').fill(text);
  await page.getByLabel('Domain or subdomain').press('Enter');
}

/** The panel of the checks. */
export function checksOf(page: Page) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'We check for you' }) });
}

/** Lets the page's clock run ahead until a part of the page says so. */
export async function passTimeUntil(place: Locator, text: string, stepMs = 5000): Promise<void> {
  await expect(async () => {
    await place.page().clock.runFor(stepMs);
    await expect(place).toContainText(text, { timeout: 100 });
  }).toPass({ intervals: [10] });
}
